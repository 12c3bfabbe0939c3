// Axes and scales of the views that draw a chart.
import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear } from "d3-scale";

export const MARGIN = { top: 20, right: 64, bottom: 40, left: 48 };

/** The lowest and highest finite value of the lines, never an empty range. */
export function extent(lines) {
  const finite = lines.flatMap(({ y }) => Array.from(y).filter(Number.isFinite));
  const low = finite.reduce((p, q) => Math.min(p, q), Infinity);
  const high = finite.reduce((p, q) => Math.max(p, q), -Infinity);
  if (!finite.length) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

export function scales(width, height, x, y) {
  return {
    sx: scaleLinear(x, [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]),
    sy: scaleLinear(y, [height - MARGIN.bottom, MARGIN.top]).nice(),
  };
}

export function axes(svg, { sx, sy }, xLabel, yLabel) {
  const [left, right] = sx.range();
  const [bottom] = sy.range();
  const ticks = right - left < 220 ? 4 : 6;
  svg.append("g").attr("transform", `translate(0,${bottom})`).call(axisBottom(sx).ticks(ticks).tickSizeOuter(0));
  svg.append("g").attr("transform", `translate(${left},0)`).call(axisLeft(sy).ticks(4).tickSizeOuter(0));
  svg.append("text").attr("class", "quiet").attr("x", (left + right) / 2).attr("y", bottom + 34)
    .attr("text-anchor", "middle").text(xLabel);
  svg.append("text").attr("class", "quiet").attr("x", 4).attr("y", 11).text(yLabel);
}

/** Where to write the names of lines that end at `heights`: 16 px apart, none below the axis. */
export function labelHeights(heights, [bottom, top]) {
  const order = heights.map((y, i) => ({ y, i })).sort((p, q) => p.y - q.y);
  order.forEach((end, k) => (end.y = Math.max(end.y, k ? order[k - 1].y + 16 : top)));
  for (let k = order.length - 1, floor = bottom; k >= 0; k--) floor = (order[k].y = Math.min(order[k].y, floor)) - 16;
  return order.sort((p, q) => p.i - q.i).map((end) => end.y);
}
