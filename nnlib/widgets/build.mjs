// Bundles each view with the d3 modules it uses, and the style sheet, into static/, which anywidget loads.
import { build } from "esbuild";
import { readdir } from "node:fs/promises";

const views = (await readdir("views")).filter((name) => name.endsWith(".view.js"));
await build({
  entryPoints: [...views, "view.css"].map((name) => `views/${name}`),
  outdir: "static",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
});
