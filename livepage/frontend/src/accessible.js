// What ipywidgets' controls lack for screen readers: names of slider handles and readouts, and the value as shown.
function label(widget) {
  return widget.querySelector(".widget-label")?.textContent.trim() || "value";
}

function nameSlider(slider) {
  const readout = slider.querySelector(".widget-readout");
  const handles = slider.querySelectorAll(".noUi-handle");
  handles.forEach((handle, n) => {
    const end = handles.length > 1 ? [", from", ", to"][n] : "";
    set(handle, "aria-label", label(slider) + end);
    if (handles.length === 1 && readout) set(handle, "aria-valuetext", readout.textContent);
  });
  if (!readout) return;
  set(readout, "role", "textbox");
  set(readout, "aria-label", `${label(slider)}, typed`);
}

function nameButton(button) {
  const icon = button.querySelector("i.fa");
  const name = button.title || icon?.className.replace(/.*fa-([\w-]+).*/, "$1").replaceAll("-", " ");
  if (!button.textContent.trim() && name) set(button, "aria-label", name);
}

// Setting only what differs keeps the observer below from calling itself.
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function keepAccessible(host) {
  const name = () => {
    host.querySelectorAll(".widget-slider").forEach(nameSlider);
    host.querySelectorAll("button").forEach(nameButton);
  };
  name();
  new MutationObserver(name).observe(host, { childList: true, subtree: true, characterData: true });
}
