// The worker: Pyodide, numpy and the widget libraries, speaking livepage/runtime.py's messages.
//
// page → worker   {type: "run", id, figure, cells}                     run a figure's cells
//                 {type: "state", id, figure}                          its widgets as Python has them
//                 {type: "comm", id, figure, comm_id, data, buffers}   a change or a click of the reader
// worker → page   {type: "progress", done, total} in bytes, then {type: "ready"} or {type: "unavailable", reason}
//                 {type: "comm", figure, comm_id, msg_type, data, metadata, parent, buffers}
//                 {type: "answer", id, value} or {type: "answer", id, error: {summary, traceback}}
//                 {type: "crashed", reason} when Python itself is broken, beyond an error in somebody's code
const HERE = new URL("./", import.meta.url);
const SETUP_STEPS = 4;     // after the bytes have come; together they count as a third of the start
let done = 0, total = 1, bridge;

class GivenUp extends Error {}

// Tell the page why there will be no Python.  Pyodide waits for ever for a file that fails, so it is not asked.
function giveUp(reason) {
  postMessage({ type: "unavailable", reason });
  throw new GivenUp(reason);
}
self.onunhandledrejection = (event) => { if (event.reason instanceof GivenUp) event.preventDefault(); };

function advance(bytes) {
  done += bytes;
  postMessage({ type: "progress", done, total });
}

// Count every byte that Pyodide and we read, so that the page can show how far the start is.
const plainFetch = self.fetch.bind(self);
self.fetch = async (...request) => {
  const name = String(request[0]?.url ?? request[0]).replace(/.*\//, "");
  const reply = await plainFetch(...request).catch(() => giveUp(`${name} could not be loaded.`));
  if (!reply.ok) giveUp(`${name} could not be loaded (${reply.status}).`);
  const counter = new TransformStream({
    transform(chunk, out) { advance(chunk.length); out.enqueue(chunk); },
  });
  return new Response(reply.body.pipeThrough(counter), { status: reply.status, headers: reply.headers });
};

async function boot() {
  await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    .catch(() => giveUp("this site's security policy forbids WebAssembly."));
  const manifest = await fetch(new URL("manifest.json", HERE)).then((reply) => reply.json());
  const step = Math.ceil(manifest.bytes / 2 / SETUP_STEPS);
  total = manifest.bytes + SETUP_STEPS * step;
  const archives = manifest.archives.map((name) => fetch(new URL(name, HERE)).then((reply) => reply.arrayBuffer()));
  const indexURL = new URL(manifest.pyodide, HERE).href;
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`)
    .catch(() => giveUp("pyodide.mjs could not be loaded."));
  const [pyodide, ...zips] = await Promise.all([loadPyodide({ indexURL }), ...archives]);
  advance(step);
  for (const zip of zips) pyodide.unpackArchive(zip, "zip", { extractDir: "/lib/python3.12/site-packages" });
  advance(step);
  pyodide.runPython("import numpy");
  advance(step);
  bridge = pyodide.pyimport("livepage.browser");
  advance(step);
  bridge.start((text, buffers) => postMessage({ type: "comm", ...JSON.parse(text), buffers }));
  postMessage({ type: "ready" });
}

const booted = boot().catch((error) => { if (!(error instanceof GivenUp)) giveUp(`it stopped with “${error.message}”.`); });

function answer({ type, figure, cells, comm_id, data, buffers, id }) {
  if (type === "run") return bridge.run(figure, JSON.stringify(cells));
  if (type === "state") return bridge.state(figure);
  return bridge.receive(figure, comm_id, JSON.stringify(data), buffers, id);
}

self.onmessage = async ({ data }) => {
  await booted;
  try {
    postMessage({ type: "answer", id: data.id, ...JSON.parse(answer(data)) });
  } catch (error) {
    postMessage({ type: "crashed", reason: error.message });
  }
};
