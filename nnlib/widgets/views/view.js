// What every view shares: buffers as numbers, a size that follows the page, an SVG drawn anew on each change.
import { pointer, select } from "d3-selection";

/** The float32 numbers of a binary trait. */
export function floats(data) {
  return new Float32Array(data?.byteLength ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) : 0);
}

/** The uint16 numbers of a binary trait. */
export function whole(data) {
  return new Uint16Array(data?.byteLength ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) : 0);
}

/** The bytes of a binary trait. */
export function bytes(data) {
  return data?.byteLength ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array();
}

/** A number as a reader writes it: four significant digits and a real minus sign. */
export function number(value) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return (small ? value.toExponential(2) : String(+value.toPrecision(4))).replaceAll("-", "−");
}

/** The colour of a symbol: w, b, z, a, delta, eta, x, y, loss, ink … (style/symbols.css). */
export const colour = (symbol) => `var(--sym-${symbol})`;

/** The index of the value nearest to `at`. */
export function nearest(values, at) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - at) < Math.abs(values[best] - at)) best = i;
  return best;
}

/** Sets a trait from the page and tells whoever listens. */
export function put(model, name, value) {
  if (model.get(name) === value) return;
  model.set(name, value);
  model.save_changes();
}

/**
 * An anywidget view whose picture is a function of its model: `draw(stage, model)` runs after a change of any of
 * `traits` and whenever the width changes; `setUp(stage, model)` runs once. A stage has the svg, the group `picture`
 * to draw in, the lines of text `output` and `note` below it, and its width.
 */
export function view({ traits, draw, setUp = () => {} }) {
  return {
    render({ model, el }) {
      el.classList.add("nn-view");
      const svg = select(el).append("svg").attr("role", "group");
      const note = () => select(el).append("output");
      const stage = { svg, picture: svg.append("g"), output: note(), note: note().attr("class", "note"), width: 0 };
      setUp(stage, model);
      let asked = 0;
      const drawNow = () => {
        asked = 0;
        if (stage.width > 0) draw(stage, model);
        el.dispatchEvent(new CustomEvent("nn-drawn", { bubbles: true }));
      };
      const redraw = () => (asked ||= requestAnimationFrame(drawNow));
      const resized = new ResizeObserver(([{ contentRect }]) => {
        if (Math.floor(contentRect.width) === stage.width) return;
        stage.width = Math.floor(contentRect.width);
        redraw();
      });
      resized.observe(el);
      const changes = traits.map((name) => `change:${name}`).join(" ");
      model.on(changes, redraw);
      return () => {
        model.off(changes, redraw);
        resized.disconnect();
        cancelAnimationFrame(asked);
      };
    },
  };
}

/** Draws a model's walk, (x, y) by (x, y), up to the step that the reader is at. */
export function walk(svg, model, sx, sy) {
  const path = floats(model.get("path"));
  const last = Math.min(model.get("step"), path.length / 2 - 1);
  const here = Array.from({ length: last + 1 }, (_, k) => [sx(path[2 * k]), sy(path[2 * k + 1])]);
  const points = here.filter((point) => point.every(Number.isFinite)); // an error of 0 has no logarithm
  const ink = colour(model.get("path_symbol"));
  if (!points.length) return;
  svg.append("path").attr("class", "walk").attr("d", `M${points.join("L")}`).attr("fill", "none").attr("stroke", ink)
    .attr("stroke-width", 1.5);
  for (const [k, [x, y]] of points.entries())
    svg.append("circle").attr("cx", x).attr("cy", y).attr("r", k === points.length - 1 ? 6 : 3.5).attr("fill", ink)
      .attr("stroke", colour("paper"));
}

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -1e9, End: 1e9 };

/**
 * Makes a stage a slider along its x axis: drag on the picture, or the arrow keys. After each drawing the view calls
 * `stage.place({values, index, scale, label, text})`; `move(value)` hears where the reader went.
 */
export function steer(stage, move) {
  let now = { values: [], index: 0 };
  const go = (k) => {
    now.index = Math.max(0, Math.min(now.values.length - 1, k)); // the next key may come before the next drawing
    move(now.values[now.index]);
  };
  const grab = (event) => go(nearest(now.values, now.scale.invert(pointer(event, stage.svg.node())[0])));
  stage.handle = stage.svg.append("rect").attr("class", "handle").attr("tabindex", 0).attr("role", "slider")
    .on("pointerdown", function (event) {
      this.setPointerCapture(event.pointerId);
      grab(event);
    })
    .on("pointermove", (event) => event.buttons && grab(event))
    .on("keydown", (event) => {
      if (!(event.key in STEPS)) return;
      event.preventDefault();
      go(now.index + STEPS[event.key]);
    });
  stage.place = (place) => {
    now = place;
    stage.handle.attr("aria-label", now.label).attr("aria-valuemin", now.values[0])
      .attr("aria-valuemax", now.values.at(-1)).attr("aria-valuenow", now.values[now.index]).attr("aria-valuetext", now.text);
  };
}
