// anywidget is published as an AMD module: `define(names, factory)`.  This stands in for the loader it expects.
let factory;
globalThis.define = (names, made) => { factory = made; };

export function definedFactory() {
  delete globalThis.define;
  return factory;
}
