// The network itself: a card for each neuron with its numbers, a line for each weight.
import { BLOCK_TRAITS, blocks } from "./blocks.js";
import { colour, number, view } from "./view.js";

const CARD = { width: 100, line: 17, pad: 5, gap: 14 };
const IN_CARD = ["x", "w", "b", "z", "a", "delta"]; // the symbols that belong to a neuron, from top to bottom

const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉";

/** layers[l][i].lines: what stands on the card of neuron i of layer l, each {symbol, letter, state, text}. */
function cards(all, column) {
  const layers = [];
  const write = (block, i, text) =>
    ((layers[block.layer] ??= [])[i] ??= { lines: [] }).lines.push({ ...block, letter: block.card + (block.symbol === "x" ? SUBSCRIPT[i + 1] : ""), text });
  for (const symbol of IN_CARD)
    for (const block of all.filter((each) => each.symbol === symbol && each.card))
      for (let i = 0; i < block.rows; i++) write(block, i, entries(block, i, column));
  return layers;
}

/** The weights of neuron i, or its number for the sample of this column. */
function entries(block, i, column) {
  if (!block.state) return "·";
  if (block.symbol !== "w") return number(block.at(i, Math.min(column, block.cols - 1)));
  return Array.from({ length: block.cols }, (_, k) => number(+block.at(i, k).toPrecision(2))).join("\u2002");
}

/** Gives each card its place; the layers stand from left to right. Returns the height. */
function place(layers, width) {
  const tall = (card) => card.lines.length * CARD.line + 2 * CARD.pad;
  const heights = layers.map((layer) => layer.reduce((sum, card) => sum + tall(card) + CARD.gap, -CARD.gap));
  const height = Math.max(...heights) + 8;
  const stride = (width - CARD.width - 4) / Math.max(1, layers.length - 1);
  layers.forEach((layer, l) => {
    let y = (height - heights[l]) / 2;
    for (const card of layer) {
      Object.assign(card, { x: 2 + l * stride, y, height: tall(card) });
      y += card.height + CARD.gap;
    }
  });
  return height;
}

/** A line for each weight: the larger the thicker, dashed when negative. */
function drawWeights(svg, all, layers) {
  for (const block of all.filter(({ symbol, card }) => symbol === "w" && card))
    for (const [j, to] of layers[block.layer].entries())
      for (const [k, from] of layers[block.layer - 1].entries()) drawWeight(svg, block, block.at(j, k), from, to);
}

function drawWeight(svg, { state }, value, from, to) {
  svg.append("line").attr("data-symbol", "w").attr("x1", from.x + CARD.width).attr("y1", from.y + from.height / 2).attr("x2", to.x)
    .attr("y2", to.y + to.height / 2).attr("stroke", colour("w")).attr("stroke-width", Math.min(4, 0.6 + Math.abs(value)))
    .attr("stroke-opacity", state === 2 ? 1 : 0.55).attr("stroke-dasharray", value < 0 ? "5 4" : null);
}

function drawCard(svg, { x, y, height, lines }) {
  const now = lines.some(({ state }) => state === 2);
  svg.append("rect").attr("class", "nn-card").classed("now", now).attr("x", x).attr("y", y).attr("rx", 7)
    .attr("width", CARD.width).attr("height", height);
  lines.forEach(({ symbol, letter, state, text: value }, k) => {
    const line = svg.append("text").attr("x", x + 8).attr("y", y + CARD.pad + (k + 0.76) * CARD.line)
      .attr("data-symbol", symbol).style("fill", colour(symbol)).classed("fresh", state === 2);
    line.append("tspan").text(letter);
    line.append("tspan").attr("x", x + CARD.width - 7).attr("text-anchor", "end").text(value);
  });
}

function draw(stage, model) {
  const all = blocks(model);
  const layers = cards(all, model.get("column"));
  stage.picture.selectAll("*").remove();
  if (!layers.length) return;
  const height = place(layers, stage.width);
  stage.svg.attr("height", height).attr("viewBox", `0 0 ${stage.width} ${height}`).attr("role", "img").attr("aria-label", model.get("label"));
  drawWeights(stage.picture, all, layers);
  for (const layer of layers) for (const card of layer) drawCard(stage.picture, card);
  stage.note.text(model.get("note"));
}

export default view({ traits: [...BLOCK_TRAITS, "column"], draw });
