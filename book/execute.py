"""Run the notebooks in place and keep only what is the same in every run.

    python book/execute.py                          every notebook beside this file
    python book/execute.py book/weighted-sum.ipynb  only this one

The stored outputs are what the book shows and what the tests compare. No timings, no widget state, no version of
Python: running twice leaves no difference.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


def execute(path):
    """Run the notebook at `path` from top to bottom in a fresh kernel, and write it back."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name=KERNELSPEC["name"],
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=40"],  # errors only
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC})
    notebook.nbformat_minor = 5
    for cell in notebook.cells:
        name_views(cell)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def name_views(cell):
    """Give the widgets that a cell shows the cell's name: their model ids are new in every run."""
    views = [o.data[WIDGET_VIEW] for o in cell.get("outputs", []) if WIDGET_VIEW in o.get("data", {})]
    for number, view in enumerate(views):
        view["model_id"] = f"fig-{cell.id}-{number:03d}"


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[1:]] or sorted(Path(__file__).parent.glob("*.ipynb"))
    for path in chosen:
        print(path, flush=True)
        execute(path)
