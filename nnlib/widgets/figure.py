"""What the figures have in common: controls above, pictures below, a stable repr."""

import contextlib

import ipywidgets as W

from ..activations import ACTIVATIONS

ELEMENTWISE = [name for name, sigma in ACTIVATIONS.items() if not sigma.mixes]  # the σ that a reader can choose
WRAP = {"flex_flow": "row wrap", "align_items": "flex-start"}
WIDE = {"description_width": "initial"}


class Figure(W.VBox):
    """A composition of controls and views. `settings` names the controls whose values the repr shows."""

    still_at = None  # the place that the still picture shows; None: where the views are

    def __init__(self, controls, pictures, replay=(), **settings):
        self._settings, self.pictures = settings, pictures
        rows = [_row(controls), _row(pictures)] + ([_row(replay)] if replay else [])
        super().__init__(rows, layout=W.Layout(width="100%"))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={c.value!r}' for k, c in self._settings.items())})"

    def caption(self):
        """The settings in a line of text."""
        return ", ".join(f"{control.description} = {say(control.value)}" for control in self._settings.values())

    def _repr_mimebundle_(self, **options):
        """What a notebook stores: the live figure, its repr, and a still picture of it where matplotlib is there."""
        bundle = super()._repr_mimebundle_(**options)
        with contextlib.suppress(ModuleNotFoundError):  # a reader's browser has no matplotlib
            from .still import png

            bundle["image/png"] = png(self)
        return bundle

    def listen(self, answer, *controls, now=True):
        """Call `answer()` now and whenever one of the controls changes."""
        for control in controls:
            control.observe(lambda change: answer(), "value")
        if now:
            answer()


def say(value):
    """A number as the text writes it; anything else as it is."""
    return f"{value:g}".replace("-", "−") if isinstance(value, float) else value


def signed(value):
    """A number as the next term of a sum: '+ 0.5' or '− 0.5'."""
    return f"{'−' if value < 0 else '+'} {say(abs(value))}"


def _row(children):
    return W.Box(list(children), layout=W.Layout(display="flex", width="100%", **WRAP))


def slider(description, value, low, high, step):
    """A slider for a number; `description` is the symbol that the text uses."""
    return W.FloatSlider(
        value, min=low, max=high, step=step, description=description, style=WIDE, readout_format=".2f",
        layout=W.Layout(width="260px", max_width="100%"),
    )  # fmt: skip


def read(control):
    """The value of a slider of numbers, without the rounding error that a browser adds to it."""
    return round(control.value, 9)


def eta_slider(value):
    """The learning rate, from 2⁻⁷ to 2⁷ in eighths of an octave: 0.5, 1 and 2 are on its grid."""
    return W.FloatLogSlider(
        value, base=2, min=-7, max=7, step=0.125, description="η", style=WIDE, readout_format=".3g",
        layout=W.Layout(width="300px", max_width="100%"),
    )  # fmt: skip


def choice(description, value, options):
    """A drop-down list."""
    return W.Dropdown(
        options=list(options), value=value, description=description, style=WIDE,
        layout=W.Layout(width="auto", max_width="100%"),
    )  # fmt: skip
