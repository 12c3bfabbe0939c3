// LaTeX in labels and HTMLMath, by the page's own MathJax, which is there when the page has an equation.
const loaded = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve, { once: true });
});

export const typesetter = {
  async typeset(element) {
    if (!/\$|\\\(|\\\[/.test(element.textContent)) return;
    await loaded;
    await window.MathJax?.startup?.promise;
    if (!window.MathJax?.typesetPromise) return;
    element.innerHTML = element.innerHTML.replace(/\$([^$]+)\$/g, "\\($1\\)");     // as Jupyter writes it
    await window.MathJax.typesetPromise([element]);
  },
};
