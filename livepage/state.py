"""What a page must know of a figure's widgets: their state, and what Python listens to."""

from ipywidgets.widgets.widget import CallbackDispatcher, Widget, _instances
from traitlets import All
from traitlets.traitlets import ObserveHandler

LIBRARIES = ("ipywidgets.", "anywidget.", "traitlets.")


def figure_state(models, complete=False):
    """Jupyter's widget-manager state of these models: {model id: {"model_name", …, "state", "buffers"}}.

    A layout's defaults are left out, unless `complete`: all are null, here and in a page. Those of controls stay, for
    JavaScript's are not always Python's: the step of a FloatSlider is 0.1 in Python and 1 in a page.
    """
    states = {}
    for model_id in models:
        widget = _instances[model_id]
        known = not complete and widget._model_name == "LayoutModel"
        states |= Widget.get_manager_state(drop_defaults=known, widgets=[widget])["state"]
    return states


def listened(models):
    """{model id: [trait, …]}: the changes Python acts on.  "*" is any trait, "custom" a message such as a click.

    An observed trait that is not synced (a Dropdown's `value`) follows from one that is, so it counts as "*".
    """
    found = {model_id: sorted(set(_traits(_instances[model_id]))) for model_id in models}
    return {model_id: names for model_id, names in found.items() if names}


def _traits(widget):
    """What code outside the widget libraries observes on one widget."""
    for name, kinds in widget._trait_notifiers.items():
        handlers = [handler for kind in kinds.values() for handler in kind]
        if not all(_is_own(handler, widget) for handler in handlers):
            yield name if name is not All and widget.trait_metadata(name, "sync") else "*"
    held = [*vars(widget).values(), *widget._trait_values.values()]
    callbacks = [callback for each in held if isinstance(each, CallbackDispatcher) for callback in each.callbacks]
    if not all(_is_own(callback, widget) for callback in callbacks):
        yield "custom"


def _is_own(handler, widget):
    """Is this handler the widget's own upkeep, written inside the widget libraries?"""
    if isinstance(handler, ObserveHandler):  # a method decorated with @observe knows the class that has it
        return handler.this_class.__module__.startswith(LIBRARIES)
    return getattr(handler, "__self__", None) is widget and handler.__module__.startswith(LIBRARIES)
