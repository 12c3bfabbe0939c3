// Matrices with every entry as a number: products written out, or the whole tape of one pass.
import { select } from "d3-selection";
import { BLOCK_TRAITS, blocks } from "./blocks.js";
import { colour, number, view } from "./view.js";

/** A tint of the symbol's colour that grows with the entry's share of the largest one. */
function tint({ symbol, largest }, value) {
  const share = largest > 0 && Number.isFinite(value) ? Math.abs(value) / largest : 0;
  return `color-mix(in oklab, ${colour(symbol)} ${(30 * share).toFixed(0)}%, transparent)`;
}

function cell(model, k, block, entry, [i, j]) {
  const known = block.state > 0;
  const value = block.at(i, j);
  const chosen = String(model.get("chosen")) === String([k, i, j]);
  const place = `${block.name}, row ${i + 1}, column ${j + 1}`;
  entry.style("background", known ? tint(block, value) : null).classed("chosen", chosen);
  if (!block.choose) return entry.text(known ? number(value) : "·");
  const choose = () => {
    model.set("chosen", [k, i, j]);
    model.save_changes();
  };
  return entry.append("button").attr("type", "button").attr("aria-pressed", chosen).attr("aria-label", place)
    .attr("data-place", [k, i, j]).text(number(value)).on("click", choose);
}

function drawBlock(parent, model, block, k) {
  const term = parent.append("div").attr("class", "term");
  if (block.op) term.append("span").attr("class", "op").text(block.op);
  const box = term.append("figure").attr("class", "block").classed("now", block.state === 2)
    .attr("data-symbol", block.symbol);
  box.append("figcaption").style("color", colour(block.symbol)).text(block.name)
    .append("small").text(` (${block.rows}, ${block.cols})`);
  const rows = box.append("table").style("--symbol", colour(block.symbol)).append("tbody");
  for (let i = 0; i < block.rows; i++) {
    const row = rows.append("tr");
    for (let j = 0; j < block.cols; j++) cell(model, k, block, row.append("td"), [i, j]);
  }
}

function draw(stage, model) {
  const focused = document.activeElement?.dataset?.place;
  stage.sheet.attr("aria-label", model.get("label")).selectAll("*").remove();
  blocks(model).forEach((block, k) => drawBlock(stage.sheet, model, block, k));
  if (focused) stage.sheet.select(`[data-place="${focused}"]`).node()?.focus();
  stage.note.text(model.get("steps")[model.get("step")] ?? model.get("note"));
}

export default view({
  traits: [...BLOCK_TRAITS, "chosen"],
  setUp(stage) {
    stage.svg.remove();
    stage.sheet = select(stage.output.node().parentNode).insert("div", "output").attr("class", "nn-sheet").attr("role", "group");
  },
  draw,
});
