// What a reader has changed in a figure: the latest value of every trait, in the order last touched.
// Python gets them when it starts, and again when it must start anew.
export class Moves {
  constructor() { this.models = new Map(); }

  // Merge one "update" message of a model: data is {state, buffer_paths}, a path starts with its trait's name.
  add(id, { state, buffer_paths: paths = [] }, buffers) {
    const traits = this.models.get(id) ?? new Map();
    for (const name of paths.map((path) => path[0])) traits.set(name, { paths: [], buffers: [] });
    for (const [name, value] of Object.entries(state)) traits.set(name, { value, paths: [], buffers: [] });
    paths.forEach((path, n) => {
      traits.get(path[0]).paths.push(path);
      traits.get(path[0]).buffers.push(buffers[n]);
    });
    this.models.delete(id);
    this.models.set(id, traits);
  }

  // The names of the traits of a model that the reader has changed.
  traits(id) { return [...(this.models.get(id)?.keys() ?? [])]; }

  // One "update" message per model: [{id, data, buffers}, …].
  messages() {
    return [...this.models].map(([id, traits]) => {
      const parts = [...traits.values()];
      const state = Object.fromEntries([...traits].filter(([, part]) => "value" in part).map(([k, p]) => [k, p.value]));
      const data = { method: "update", state, buffer_paths: parts.flatMap((part) => part.paths) };
      return { id, data, buffers: parts.flatMap((part) => part.buffers) };
    });
  }
}
