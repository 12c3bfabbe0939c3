// The line below a figure that says what Python is doing, for eyes and for screen readers.
const SLOW = 700;     // ms after which waiting is worth a word and a Stop button

const WORDS = {
  static: "Change a setting and Python answers, here in your browser.",
  booting: "Starting Python in your browser…",
  computing: "Computing…",
  live: "",
};

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

export class Status {
  // element: the figure's outer element, whose data-state says the same as this line.
  constructor(element, onButton) {
    this.element = element;
    this.line = make("div", "livepage-line");
    this.text = make("span", "livepage-text");
    this.text.setAttribute("role", "status");
    this.percent = make("span", "livepage-percent");
    this.percent.setAttribute("aria-hidden", "true");
    this.bar = make("progress", "livepage-bar");
    this.bar.setAttribute("aria-label", "Python's start");
    this.button = make("button", "livepage-button");
    this.button.type = "button";
    this.button.onclick = onButton;
    this.details = make("details", "livepage-details");
    this.line.append(this.text, this.percent, this.bar, this.button, this.details);
    element.append(this.line);
  }

  // state: static, booting, computing, live or failed; words and trace say why when something went wrong.
  set(state, words = WORDS[state], trace = "") {
    if (state === "computing" && this.element.dataset.state === state) return;     // it has been at it for a while
    clearTimeout(this.slow);
    this.element.dataset.state = state;
    this.element.setAttribute("aria-busy", state === "booting" || state === "computing");
    const wait = state === "computing" ? SLOW : 0;
    this.slow = setTimeout(() => { this.say(words); this.offer(state); }, wait);
    this.progress();
    this.details.replaceChildren(...(trace ? [make("summary", "", "What Python said"), make("pre", "", trace)] : []));
  }

  say(words) { if (this.text.textContent !== words) this.text.textContent = words; }

  offer(state) {
    this.button.textContent = state === "failed" ? "Try again" : "Stop";
    this.button.hidden = !["booting", "computing", "failed"].includes(state);
  }

  // How far the start is, in bytes; nothing hides the bar.
  progress({ done, total } = { done: 0, total: 0 }) {
    const share = total ? Math.min(1, done / total) : 0;
    this.bar.hidden = this.element.dataset.state !== "booting";
    this.bar.value = share;
    this.percent.textContent = share ? `${Math.round(100 * share)} %` : "";
  }
}
