// The widget libraries a page can show: {module name: its exports}.
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import { definedFactory } from "./amd.js";
import "anywidget";

// Called once: anywidget keeps its models and their modules inside this call.
const anywidget = definedFactory()(base);

export const libraries = { "@jupyter-widgets/base": base, "@jupyter-widgets/controls": controls, anywidget };
