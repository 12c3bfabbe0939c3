// Lines over a common x, a mark that can be dragged along them, and the numbers at the mark.
import { line } from "d3-shape";
import { MARGIN, axes, extent, labelHeights, scales } from "./chart.js";
import { colour, floats, nearest, number, put, steer, view, walk } from "./view.js";

/** What the model holds: x, and the lines {name, symbol, dash, y}, y over x. */
function read(model) {
  const x = floats(model.get("x"));
  const y = floats(model.get("y"));
  const lines = model.get("lines").map((about, i) => ({ ...about, y: y.subarray(i * x.length, (i + 1) * x.length) }));
  return { x, lines };
}

/** A place to draw in the picture's own coordinates that shows nothing outside the axes. */
function clip(svg, sx, sy) {
  const [[left, right], [bottom, top]] = [sx.range(), sy.range()];
  const box = [left, top - 2, right - left, bottom - top + 4];
  return svg.append("svg").attr("x", box[0]).attr("y", box[1]).attr("width", box[2]).attr("height", box[3])
    .attr("viewBox", box.join(" "));
}

function drawLines(svg, { x, lines }, { sx, sy }) {
  const path = line((_, i) => sx(x[i]), (v) => sy(v)).defined(Number.isFinite);
  const ends = labelHeights(lines.map(({ y }) => sy(y.findLast(Number.isFinite) ?? 0)), sy.range());
  const inside = clip(svg, sx, sy);
  for (const [i, { name, symbol, dash, y }] of lines.entries()) {
    inside.append("path").attr("data-symbol", symbol).attr("d", path(y)).attr("fill", "none").attr("stroke", colour(symbol))
      .attr("stroke-width", 2.25).attr("stroke-dasharray", dash || null);
    svg.append("text").attr("data-symbol", symbol).attr("x", sx.range()[1] + 8).attr("y", ends[i] + 4).style("fill", colour(symbol)).text(name);
  }
}

function drawMark(svg, { x, lines }, { sx, sy }, i) {
  const [bottom, top] = sy.range();
  svg.append("line").attr("x1", sx(x[i])).attr("x2", sx(x[i])).attr("y1", top).attr("y2", bottom)
    .attr("stroke", colour("quiet")).attr("stroke-dasharray", "2 3");
  for (const { symbol, y } of lines) {
    if (!Number.isFinite(y[i])) continue;
    svg.append("circle").attr("cx", sx(x[i])).attr("cy", sy(y[i])).attr("r", 5)
      .attr("fill", colour(symbol)).attr("stroke", colour("paper")).attr("stroke-width", 1.5);
  }
}

/** The numbers at the mark, in words: "epoch 120 · ℒ = 0.0123". */
function readout({ x, lines }, i, model) {
  const values = lines.map(({ name, y }) => `${name} = ${number(y[i])}`);
  return [`${model.get("x_label")} = ${number(x[i])}`, ...values].join("   ");
}

function draw(stage, model) {
  const data = read(model);
  stage.picture.selectAll("*").remove();
  if (!data.x.length) return;
  const at = nearest(data.x, model.get("at"));
  const height = model.get("height");
  const given = model.get("y_range");
  const scale = scales(stage.width, height, [data.x[0], data.x.at(-1)], given.length ? given : extent(data.lines));
  stage.svg.attr("height", height).attr("viewBox", `0 0 ${stage.width} ${height}`).attr("aria-label", model.get("label"));
  axes(stage.picture, scale, model.get("x_label"), model.get("y_label"));
  drawLines(stage.picture, data, scale);
  if (model.get("mark")) drawMark(stage.picture, data, scale, at);
  walk(clip(stage.picture, scale.sx, scale.sy), model, scale.sx, scale.sy);
  stage.place({ values: data.x, index: at, scale: scale.sx, label: model.get("x_label"), text: readout(data, at, model) });
  stage.handle.attr("x", scale.sx.range()[0]).attr("y", MARGIN.top)
    .attr("width", Math.max(0, stage.width - MARGIN.left - MARGIN.right)).attr("height", height - MARGIN.top - MARGIN.bottom);
  stage.handle.attr("display", model.get("mark") ? null : "none");
  stage.output.text(model.get("mark") ? readout(data, at, model) : "");
  stage.note.text(model.get("note"));
}

export default view({
  traits: ["x", "y", "lines", "at", "note", "y_range", "height", "label", "x_label", "y_label", "mark", "path", "step"],
  setUp: (stage, model) => steer(stage, (value) => put(model, "at", value)),
  draw,
});
