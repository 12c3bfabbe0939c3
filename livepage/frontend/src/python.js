// The page's side of its one Python worker: start, ask, stop.  Answers come as promises.
export class PythonUnavailable extends Error {}
export class PythonStopped extends Error {}

// Why Python cannot even be tried here, in the reader's words; undefined when it can.
function obstacle() {
  if (location.protocol === "file:") return "this page was opened as a file, and browsers run Python only on pages from a web server.";
  if (typeof Worker === "undefined") return "this browser has no background workers.";
  if (typeof WebAssembly === "undefined") return "this browser has no WebAssembly.";
}

export class Python {
  // patience: seconds without any progress after which a start has failed.
  constructor(patience) {
    this.patience = patience;
    this.figures = new Map();
    this.waiting = new Map();
    this.count = 0;
  }

  // Resolves when Python answers; every figure that waits calls this, and one worker serves them all.
  start() {
    if (this.started) return this.started;
    const attempt = this.boot().catch((error) => {
      if (this.started === attempt) this.stop(error);
      throw error;
    });
    this.started = attempt;
    return attempt;
  }

  boot() {
    return new Promise((resolve, reject) => {
      const fail = (reason) => reject(new PythonUnavailable(reason));
      const reason = obstacle();
      if (reason) return fail(reason);
      this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
      this.abandon = reject;
      this.watch(fail);
      this.worker.onerror = (event) => fail(event.message ? `its worker failed (${event.message}).` : "its worker could not be loaded.");
      this.worker.onmessage = ({ data }) => {
        if (data.type === "progress") { this.watch(fail); this.progress = data; this.tell("onProgress", data); }
        else if (data.type === "ready") { clearTimeout(this.timer); resolve(); }
        else if (data.type === "unavailable") fail(data.reason);
        else if (data.type === "crashed") this.stop(new Error(data.reason));
        else this.receive(data);
      };
    });
  }

  watch(fail) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => fail(`it did not start within ${this.patience} seconds.`), 1000 * this.patience);
  }

  tell(event, detail) { for (const figure of this.figures.values()) figure[event](detail); }

  // One request to the worker; resolves with its answer, rejects when Python is stopped meanwhile.
  ask(request, transfer = []) {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id }, transfer);
    });
  }

  receive(data) {
    if (data.type === "comm") return this.figures.get(data.figure)?.receive(data);
    this.waiting.get(data.id)?.resolve(data);
    this.waiting.delete(data.id);
  }

  // End the worker, whatever it is doing; everything that waits for it is told.  `error` says why.
  stop(error = new PythonStopped("stopped")) {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.abandon?.(error);
    this.worker = this.started = this.abandon = this.progress = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.tell("onStopped", error);
  }
}
