// Linked symbols: point at a symbol in an equation, a line of code or a figure, and it lights up in all three.
// A row of buttons below the title does the same by keyboard and by touch; Escape puts the light out.
(() => {
  // key: [name in words, class of MathJax's glyph, how it is written]; the key is its name in code.
  const SYMBOLS = {
    x: ["input", "mjx-c1D465", "x"],
    w: ["weights", "mjx-c1D464", "w"],
    b: ["bias", "mjx-c1D44F", "b"],
    z: ["weighted sum", "mjx-c1D467", "z"],
    a: ["activation", "mjx-c1D44E", "a"],
    y: ["target", "mjx-c1D466", "y"],
    loss: ["loss", "mjx-c4C.TEX-C", "ℒ"],
    delta: ["error", "mjx-c1D6FF", "δ"],
    eta: ["learning rate", "mjx-c1D702", "η"],
  };
  const page = document.documentElement;
  let pinned = "";

  const light = (key) => (key ? (page.dataset.lit = key) : delete page.dataset.lit);
  const symbolAt = (event) => event.target.closest?.("[data-symbol]")?.dataset.symbol;

  function markEquations() {
    for (const [key, [, glyph]] of Object.entries(SYMBOLS))
      for (const found of document.querySelectorAll(`mjx-c.${glyph}`)) found.parentElement.dataset.symbol = key;
  }

  function markCode() {
    for (const name of document.querySelectorAll(".cell_input .highlight span.n"))
      if (name.textContent in SYMBOLS) name.dataset.symbol = name.textContent;
  }

  function pin(key) {
    pinned = pinned === key ? "" : key;
    light(pinned);
    for (const button of document.querySelectorAll(".symbols button"))
      button.setAttribute("aria-pressed", button.dataset.symbol === pinned);
  }

  /** The buttons, for the symbols that occur in this page's equations. */
  function addButtons() {
    const title = document.querySelector("article h1");
    const used = Object.keys(SYMBOLS).filter((key) => document.querySelector(`mjx-mi[data-symbol="${key}"]`));
    if (!title || !document.querySelector(".cell") || used.length < 2) return;
    const row = document.createElement("div");
    row.className = "symbols";
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Symbols of this page");
    row.append("Light up a symbol: ");
    for (const key of used) {
      const [words, , letter] = SYMBOLS[key];
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: letter, title: words });
      button.dataset.symbol = key;
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-label", `${letter}, ${words}`);
      button.addEventListener("click", () => pin(key));
      button.addEventListener("focus", () => light(key));
      button.addEventListener("blur", () => light(pinned));
      row.append(button);
    }
    title.after(row);
  }

  async function start() {
    await window.MathJax?.startup?.promise;
    markEquations();
    markCode();
    addButtons();
    document.addEventListener("pointerover", (event) => light(symbolAt(event) ?? pinned));
    document.addEventListener("keydown", (event) => event.key === "Escape" && (pinned ? pin(pinned) : light("")));
  }

  window.addEventListener("load", start);
})();
