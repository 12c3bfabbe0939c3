// The widget manager of one figure.  It makes models and views; every model gets a comm that talks to the figure,
// also before there is a Python to talk to.
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { Widget } from "@lumino/widgets";
import { libraries } from "./libraries.js";
import { typesetter } from "./mathematics.js";

class FigureComm {
  constructor(id, figure) {
    this.comm_id = id;
    this.target_name = "jupyter.widget";
    this.figure = figure;
  }
  on_msg(handler) { this.message = handler; }
  on_close(handler) { this.closed = handler; }
  open() { return ""; }
  close() { return ""; }

  // ipywidgets sends one message per model and waits for "idle" before the next.
  send(data, callbacks, metadata, buffers) {
    const idle = () => callbacks?.iopub?.status?.({ content: { execution_state: "idle" } });
    return this.figure.send(this.comm_id, data, buffers ?? [], idle);
  }
}

export class FigureManager extends ManagerBase {
  constructor(figure) {
    super();
    this.figure = figure;
    this.comms = new Map();
    this._rendermime = { latexTypesetter: typesetter };     // where ipywidgets looks for it
  }

  comm(id) {
    if (!this.comms.has(id)) this.comms.set(id, new FigureComm(id, this.figure));
    return this.comms.get(id);
  }

  // Models restored from a state have no comm of their own.
  new_model(options, state) {
    options.comm ??= this.comm(options.model_id);
    return super.new_model(options, state);
  }

  async loadClass(name, module) {
    const found = libraries[module]?.[name];
    if (!found) throw new Error(`this page has no ${name} of ${module}`);
    return found;
  }

  _create_comm(target, id) { return Promise.resolve(this.comm(id)); }
  _get_comm_info() { return Promise.resolve({}); }

  // Show model `id` inside `element`.
  async show(id, element) {
    const view = await this.create_view(await this.get_model(id));
    Widget.attach(view.luminoWidget, element);
  }

  // {model id: model name} of everything this manager holds.
  async names() {
    const models = await Promise.all(Object.keys(this._models).map((id) => this.get_model(id)));
    return Object.fromEntries(models.map((model) => [model.model_id, model.get("_model_name")]));
  }

  // A message of Python, as the worker posts it: {comm_id, msg_type, data, metadata, parent, buffers}.
  receive({ comm_id, msg_type, data, metadata, parent, buffers }) {
    const views = buffers.map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const message = { content: { comm_id, data }, metadata, buffers: views, parent_header: { msg_id: parent } };
    if (msg_type === "comm_open") return this.handle_comm_open(this.comm(comm_id), message);
    if (msg_type === "comm_msg") return this.comms.get(comm_id)?.message?.(message);
    this.comms.get(comm_id)?.closed?.(message);
    this.comms.delete(comm_id);
  }
}
