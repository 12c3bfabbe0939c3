// The input plane: what the network answers everywhere, its decision boundary, and the samples.
import { axisBottom, axisLeft } from "d3-axis";
import { contours } from "d3-contour";
import { scaleLinear } from "d3-scale";
import { bytes, colour, floats, nearest, view, walk, whole } from "./view.js";

const MARGIN = { top: 20, right: 8, bottom: 40, left: 40 };
const BANDS = 8;
const TOP = 65535;

/** One frame of the field: values 0 … TOP on a grid × grid raster, row 0 at the top. */
function frame(model) {
  const grid = model.get("grid");
  const frames = floats(model.get("frames_at"));
  const k = nearest(frames, model.get("at"));
  return { grid, values: whole(model.get("field")).subarray(k * grid * grid, (k + 1) * grid * grid) };
}

/** SVG path of a d3 contour, from raster to picture coordinates; the raster's cells are sampled at their centres. */
function outline({ coordinates }, grid, side) {
  const stretch = (v) => (((v - 0.5) / (grid - 1)) * side).toFixed(1);
  const ring = (points) => `M${points.map(([i, j]) => `${stretch(i)},${stretch(j)}`).join("L")}Z`;
  return coordinates.flatMap((polygon) => polygon.map(ring)).join("");
}

/**
 * The colour of a share from 0 to 1: of class 1 against class 0, paper tinted from the one's colour to the other's; of a
 * single quantity, paper tinted more and more.
 */
function tint(share, classes) {
  if (!classes) return `color-mix(in oklab, ${colour("loss")} ${(55 * share).toFixed(0)}%, ${colour("paper")})`;
  const mix = `color-mix(in oklab, ${colour("one")} ${(100 * share).toFixed(0)}%, ${colour("zero")})`;
  return `color-mix(in oklab, ${mix} 45%, ${colour("paper")})`;
}

function drawField(svg, { grid, values }, model, side) {
  const classes = model.get("classes");
  const area = svg.append("svg").attr("width", side).attr("height", side);
  area.append("rect").attr("width", side).attr("height", side).style("fill", tint(0, classes));
  const shape = contours().size([grid, grid]);
  const steps = Array.from({ length: BANDS - 1 }, (_, k) => ((k + 1) * TOP) / BANDS);
  for (const [k, contour] of shape.thresholds(steps)(values).entries())
    area.append("path").attr("d", outline(contour, grid, side)).style("fill", tint((k + 1) / (BANDS - 1), classes));
  if (!classes) return;
  area.append("path").attr("d", outline(shape.contour(values, model.get("level")), grid, side)).attr("class", "boundary")
    .attr("fill", "none").attr("stroke", colour("ink")).attr("stroke-width", 2);
}

/** A circle for y = 0, a square for y = 1: told apart without their colours. */
function drawSamples(svg, model, sx, sy) {
  const points = floats(model.get("points"));
  for (const [k, label] of bytes(model.get("labels")).entries()) {
    const [x, y] = [sx(points[2 * k]), sy(points[2 * k + 1])];
    const mark = label
      ? svg.append("rect").attr("x", x - 4).attr("y", y - 4).attr("width", 8).attr("height", 8)
      : svg.append("circle").attr("cx", x).attr("cy", y).attr("r", 4.5);
    mark.attr("fill", colour(label ? "one" : "zero")).attr("stroke", colour("paper")).attr("stroke-width", 1.2);
  }
}

function drawAxes(svg, model, sx, sy, side) {
  svg.append("g").attr("transform", `translate(0,${side})`).call(axisBottom(sx).ticks(5).tickSizeOuter(0));
  svg.append("g").call(axisLeft(sy).ticks(5).tickSizeOuter(0));
  svg.append("text").attr("class", "quiet").attr("x", side).attr("y", side + 34).attr("text-anchor", "end").text(model.get("axes")[0]);
  svg.append("text").attr("class", "quiet").attr("x", -36).attr("y", -9).text(model.get("axes")[1]);
}

function draw(stage, model) {
  stage.picture.selectAll("*").remove();
  const now = frame(model);
  if (!now.values.length) return;
  const side = Math.min(stage.width, model.get("side")) - MARGIN.left - MARGIN.right;
  const [x0, x1, y0, y1] = model.get("extent");
  const [sx, sy] = [scaleLinear([x0, x1], [0, side]), scaleLinear([y0, y1], [side, 0])];
  const height = side + MARGIN.top + MARGIN.bottom;
  stage.svg.attr("height", height).attr("viewBox", `0 0 ${stage.width} ${height}`)
    .attr("role", "img").attr("aria-label", model.get("label"));
  const svg = stage.picture.attr("transform", `translate(${MARGIN.left},${MARGIN.top})`);
  drawField(svg, now, model, side);
  drawAxes(svg, model, sx, sy, side);
  drawSamples(svg, model, sx, sy);
  walk(svg.append("svg").attr("width", side).attr("height", side), model, sx, sy);
  stage.note.text(model.get("note"));
}

export default view({
  traits: ["field", "frames_at", "at", "points", "labels", "extent", "level", "grid", "side", "label", "note", "path", "step", "axes", "classes"],
  draw,
});
