"""What is asked: read from the source notebooks, which are trusted.

An answer cell (nbgrader: solution) is the student's. A check cell (nbgrader: grade) is ours: the grader runs its text
from here, in its own process, and the student's functions in it stand for calls into the sandbox. Every other code
cell prepares something that both sides need.
"""

import ast
import functools
import json
from dataclasses import dataclass
from pathlib import Path

from . import submission

SOURCE = Path(__file__).parent / "source"


@dataclass(frozen=True)
class Question:
    """One grade: a check cell with its code, or, without code, an answer that a human marks."""

    grade_id: str
    points: float
    code: str | None


@dataclass(frozen=True)
class Notebook:
    """A source notebook.

    setup    code of the cells that prepare, by grade_id    asked    the questions in order
    names    name -> "function" or "value": what the answer cells define
    checks   grade_ids of the check cells
    """

    name: str
    setup: dict
    asked: tuple
    names: dict

    @property
    def checks(self):
        return {q.grade_id for q in self.asked if q.code}

    @functools.cached_property
    def namespace(self):
        """What the setup cells define, made once."""
        made = {"__name__": "checks"}
        for code in self.setup.values():
            exec(compile(code, f"<setup of {self.name}>", "exec"), made)
        return made


def assignments(source=SOURCE):
    """assignment -> its Notebooks."""
    found = {folder.name: tuple(map(load, sorted(folder.glob("*.ipynb")))) for folder in submission.folders(source)}
    return {name: notebooks for name, notebooks in found.items() if notebooks}


def load(path):
    """The Notebook at `path`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    setup, asked, names = {}, [], {}
    for cell in data["cells"]:
        code = "".join(cell["source"]) if cell["cell_type"] == "code" else None
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            asked.append(Question(marks["grade_id"], float(marks["points"]), None if marks["solution"] else code))
        elif marks.get("solution") and code:
            names |= defined(code)
        elif code and marks.get("locked"):
            setup[marks["grade_id"]] = code
    return Notebook(path.stem, setup, tuple(asked), names)


def defined(code):
    """The names that a cell defines at its top level."""
    names = {}
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef):
            names[node.name] = "function"
        elif isinstance(node, ast.Assign):
            targets = [n for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)]
            names |= {n.id: "value" for n in targets}
    return names


def used(code):
    """The names that a cell reads."""
    return {n.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
