// Entry: brings every figure of the page to the screen.  The page's data stand in a JSON script, see livepage/page.py.
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/controls/css/widgets-base.css";
import "@lumino/widgets/style/index.css";
import "./theme.css";
import { Figure } from "./figure.js";
import { Python } from "./python.js";

const data = JSON.parse(document.getElementById("livepage-data").textContent);
const python = new Python(data.patience);

// A view's code lies in a file of the site; anywidget imports it by its full address.
function withAddresses(models) {
  for (const { state } of Object.values(models)) {
    for (const key of ["_esm", "_css"]) {
      if (state[key]?.file) state[key] = new URL(`views/${state[key].file}`, import.meta.url).href;
    }
  }
}

for (const record of data.figures) {
  withAddresses(record.models);
  const element = document.getElementById(`fig-${record.name}`);
  element.querySelector(".livepage-waiting")?.remove();
  const figure = new Figure(element, record, python);
  figure.render().catch((error) => {
    console.error(error);
    figure.status.set("failed", "This figure could not be drawn.", error.stack);
  });
}
