"""Submissions for the grading tests, made from the source notebooks."""

import json
import os
import stat
from pathlib import Path

from assignments import questions


def hand_in(root, student, assignment, **answers):
    """A submission below `root`."""
    notebook = json.loads((questions.SOURCE / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8"))
    answers = {name.replace("_", "-"): text for name, text in answers.items()}
    unknown = answers.keys() - {grade_id(cell) for cell in notebook["cells"]}
    assert not unknown, f"no such cells: {unknown}"
    kept = [cell for cell in notebook["cells"] if answers.get(grade_id(cell), "") is not None]
    for cell in kept:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    return store(root, student, assignment, json.dumps(notebook | {"cells": kept}))


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def store(root, student, assignment, text):
    """A file handed in as the notebook of an assignment."""
    folder = root / student / assignment
    folder.mkdir(parents=True)
    path = folder / f"{assignment}.ipynb"
    path.write_text(text, encoding="utf-8")
    return path


def look_at(path):
    """What a file holds, or what it is if that cannot be read in a moment."""
    status = path.lstat()
    if stat.S_ISREG(status.st_mode) and status.st_size < 1 << 26:
        return path.read_bytes()
    return stat.filemode(status.st_mode), status.st_size, path.readlink() if path.is_symlink() else None


def tree(folder):
    """Every file and link below a folder, with what it holds."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            found[path] = look_at(Path(path))
    return found
