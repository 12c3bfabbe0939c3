"""The few names of IPython that ipywidgets and anywidget import, without IPython (0.9 s and 3 MB in a browser).

ipywidgets catches what a callback raises and hands it to `get_ipython().showtraceback()`; here that keeps the
exception in `shell.failures`, where the runtime finds it.
"""

import sys
import types


class InteractiveShell:
    """Stands for the shell of a notebook: no events, no kernel, errors kept."""

    def __init__(self):
        self.failures = []
        self.events = types.SimpleNamespace(trigger=lambda *args, **kwargs: None)

    def showtraceback(self, *args, **kwargs):
        """Keep the exception being handled."""
        self.failures.append(sys.exc_info()[1])


shell = InteractiveShell()


def get_ipython():
    """The one shell."""
    return shell


def display(*objects, **kwargs):
    """A page shows a cell's last expression and nothing else; say so to whoever calls display."""
    raise NotImplementedError("a live cell shows its last expression; display() does not work in a page")


def clear_output(*args, **kwargs):
    """Nothing was displayed, so there is nothing to clear."""


def install():
    """Make `import IPython` and the submodules that widgets import find these names."""
    shared = {"get_ipython": get_ipython, "display": display, "clear_output": clear_output}
    names = ["IPython", "IPython.display", "IPython.core", "IPython.core.interactiveshell", "IPython.core.getipython"]
    for name in names:
        module = types.ModuleType(name)
        module.__dict__.update(shared, InteractiveShell=InteractiveShell, __path__=[])
        sys.modules[name] = module
    sys.modules["IPython"].__dict__.update(version_info=(8, 0, 0), __version__="8.0.0")
