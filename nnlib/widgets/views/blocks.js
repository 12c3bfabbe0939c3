// The numbers of one pass, block by block: how the network and the matrix views read what Python sends.
import { bytes, floats, nearest } from "./view.js";

/**
 * The blocks of a model at the reader's place: each {name, symbol, layer, rows, cols, …} with `at(i, j)`, a number, and
 * `state`: 0 not yet worked out at this step, 1 known, 2 worked out just now.
 */
export function blocks(model) {
  const about = model.get("blocks");
  const size = about.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  const frame = nearest(floats(model.get("frames_at")), model.get("at"));
  const values = floats(model.get("values")).subarray(frame * size, (frame + 1) * size);
  const lit = bytes(model.get("lit")).subarray(model.get("step") * about.length);
  let start = 0;
  return about.map((block, k) => {
    const own = values.subarray(start, (start += block.rows * block.cols));
    return { ...block, state: lit[k] ?? 1, at: (i, j) => own[i * block.cols + j], largest: Math.max(...own.map(Math.abs)) };
  });
}

export const BLOCK_TRAITS = ["blocks", "values", "lit", "frames_at", "at", "step", "steps", "label", "note"];
