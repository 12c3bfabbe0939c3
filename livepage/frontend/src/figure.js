// One live figure: shows its recorded widgets at once, keeps what the reader changes, and wakes Python for what
// Python listens to.  `record` is {name, cells, view, models, listens} as recorded at build time.
import { keepAccessible } from "./accessible.js";
import { FigureManager } from "./manager.js";
import { Moves } from "./moves.js";
import { PythonStopped, PythonUnavailable } from "./python.js";
import { Status } from "./status.js";

export class Figure {
  constructor(element, record, python) {
    Object.assign(this, { element, record, python, moves: new Moves(), clicks: [], pending: 0, attached: false });
    this.host = element.querySelector(".livepage-view");
    this.status = new Status(element, () => this.onButton());
    python.figures.set(record.name, this);
  }

  async render() {
    this.manager = new FigureManager(this);
    await this.manager.set_state({ version_major: 2, version_minor: 0, state: this.record.models });
    await this.manager.show(this.record.view, this.host);
    keepAccessible(this.host);
    this.rest();
  }

  rest() { this.status.set("static", Object.keys(this.record.listens).length ? undefined : ""); }

  // A model's message.  Before Python is there it is kept, and answered at once so that the next one comes.
  send(id, data, buffers, idle) {
    if (this.rounded(id, data)) return queueMicrotask(idle);
    if (data.method === "update") this.moves.add(id, data, buffers);
    if (this.attached) return this.deliver({ id, data, buffers }).finally(idle);
    if (data.method !== "update") this.clicks.push({ id, data, buffers });
    queueMicrotask(idle);
    if (this.heard(id, data)) this.wake();
  }

  // A slider writes back what it was given, at times a rounding error away.  That is no move of the reader's.
  rounded(id, data) {
    const given = this.record.models[id]?.state, moved = this.moves.traits(id);
    if (data.method !== "update" || !given) return false;
    return Object.entries(data.state).every(([name, value]) => !moved.includes(name) && nearly(value, given[name]));
  }

  // Does Python do anything about this message?  If not, it can wait until Python runs for another reason.
  heard(id, data) {
    const names = this.record.listens[id] ?? [];
    if (data.method !== "update") return names.includes("custom");
    return names.includes("*") || Object.keys(data.state).some((name) => names.includes(name));
  }

  async wake() {
    if (this.waking) return;
    this.waking = true;
    try {
      this.status.set("booting");
      await this.python.start();
      this.status.set("computing");
      await this.attach();
    } catch (error) {
      this.fail(error);
    } finally {
      this.waking = false;
    }
  }

  // Run the cells in Python, see that they made the widgets shown here, and hand over all moves.
  async attach() {
    const { value, error } = await this.python.ask({ type: "run", figure: this.record.name, cells: this.record.cells });
    if (error) return this.status.set("failed", `Python stopped: ${error.summary}`, error.traceback);
    if (!sameModels(value.models, await this.manager.names())) await this.rebuild();
    else if (this.stale) await this.refresh();
    this.attached = true;
    const messages = [...this.moves.messages(), ...this.clicks.splice(0)];
    await Promise.all(messages.map((message) => this.deliver(message)));
    if (this.attached && this.element.dataset.state === "computing") this.status.set("live");
  }

  // Python made other widgets than the page shows: show Python's, with the reader's values where they still fit.
  async rebuild() {
    const { value } = await this.python.ask({ type: "state", figure: this.record.name });
    const before = await this.manager.names();
    for (const comm of this.manager.comms.values()) comm.closed?.({});
    this.host.replaceChildren();
    Object.assign(this.record, value);
    const moves = this.moves;
    this.moves = new Moves();
    await this.render();
    this.status.set("computing");
    const now = await this.manager.names();
    for (const { id, data, buffers } of moves.messages()) {
      if (before[id] !== now[id]) continue;
      this.moves.add(id, data, buffers);
      (await this.manager.get_model(id)).set_state(data.state);
    }
  }

  // A new Python has forgotten what an earlier one showed: show its state, save for what the reader changed.
  async refresh() {
    const { value } = await this.python.ask({ type: "state", figure: this.record.name });
    for (const [id, { state }] of Object.entries(value.models)) {
      for (const name of ["_esm", "_css", ...this.moves.traits(id)]) delete state[name];
    }
    await this.manager.set_state({ version_major: 2, version_minor: 0, state: value.models });
    this.stale = false;
  }

  // Hand a message to Python.  What Python does not act on, such as a frame played, shows in no status.
  async deliver({ id, data, buffers }) {
    const heard = Number(this.heard(id, data));
    this.pending += heard;
    if (heard) this.status.set("computing");
    const request = { type: "comm", figure: this.record.name, comm_id: id, data, buffers: buffers.map(asBytes) };
    const reply = await this.python.ask(request).catch(() => null);
    if (!reply) return;
    this.pending -= heard;
    this.error = reply.error ?? this.error;
    if (this.pending === 0 && (heard || reply.error)) this.settle();
  }

  settle() {
    if (!this.error) return this.status.set("live");
    this.status.set("live", `Python stopped: ${this.error.summary}`, this.error.traceback);
    this.error = undefined;
  }

  fail(error) {
    if (error instanceof PythonStopped) return;
    const what = error instanceof PythonUnavailable ? "Python could not start here" : "Python stopped";
    this.status.set("failed", `${what}: ${error.message} The replay above still works.`);
  }

  receive(message) { this.manager.receive(message); }

  onProgress(progress) { if (this.element.dataset.state === "booting") this.status.progress(progress); }

  onStopped(error) {
    const busy = this.pending > 0;
    Object.assign(this, { attached: false, pending: 0, error: undefined, stale: this.stale || this.attached });
    if (this.element.dataset.state !== "failed") this.rest();
    if (busy) this.fail(error);
  }

  // Stop, or in a failed figure Try again, which starts from a clean Python.
  onButton() {
    const again = this.element.dataset.state === "failed";
    this.python.stop();
    if (again) this.wake();
  }
}

const asBytes = (buffer) => (ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer));

function sameModels(python, page) {
  const ids = Object.keys(python);
  return ids.length === Object.keys(page).length && ids.every((id) => python[id] === page[id]);
}

function nearly(value, given) {
  if (typeof value !== "number" || typeof given !== "number") return false;
  return Math.abs(value - given) <= 1e-9 * Math.max(1, Math.abs(given));
}
