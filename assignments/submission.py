"""Finds and reads what was handed in: SUBMISSIONS/<student>/<assignment>/<notebook>.ipynb, as nbgrader collects it.

A submission is a stranger's file. Nothing is followed that points elsewhere, nothing too large is read, and a file
that is not a notebook is a reason for no marks, not for an error.
"""

import hashlib
import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

LARGEST = 10 << 20
MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


class Unreadable(Exception):
    """Why a notebook cannot be marked; the text is for the student."""


@dataclass(frozen=True)
class Submission:
    """One assignment of one student; `folder` may hold anything."""

    student: str
    assignment: str
    folder: Path

    @property
    def key(self):
        return f"{self.student}/{self.assignment}"


def find(root, assignments):
    """Every Submission below `root` to one of the `assignments`, in a fixed order; no symbolic link is followed."""
    found = []
    for student in folders(root):
        found += [Submission(student.name, a.name, a) for a in folders(student) if a.name in assignments]
    return found


def folders(root):
    """The real folders in a folder, sorted, without hidden ones."""
    with os.scandir(root) as entries:
        real = [e.name for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith(".")]
    return [Path(root) / name for name in sorted(real)]


def twins(found):
    """Names of students that differ only in case or in how their accents are written."""
    names = {}
    for name in {s.student for s in found}:
        names.setdefault(unicodedata.normalize("NFKC", name).casefold().strip(), []).append(name)
    return sorted(sorted(same) for same in names.values() if len(same) > 1)


def in_chunk(submission, k, n):
    """Does this submission belong to chunk k (1 … n)? All of a student's work does, or none of it."""
    digest = hashlib.sha256(os.fsencode(submission.student)).digest()
    return int.from_bytes(digest[:8]) % n == k - 1


def read(path):
    """The bytes of a real file that is not too large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Unreadable(f"{path.name} was not handed in") from None
    except OSError:
        raise Unreadable(f"{path.name} is not a file that can be read (a link?)") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{path.name} is not a file")
        if status.st_size > LARGEST:
            raise Unreadable(f"{path.name} is larger than {LARGEST >> 20} MB: clear its outputs and hand it in again")
        return os.read(descriptor, LARGEST)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, its text, and nbgrader's name for it, which may be missing or wrong."""

    kind: str
    source: str
    grade_id: str | None


def parse(content, name):
    """The cells of a notebook of format 4."""
    try:
        notebook = json.loads(content)
        cells = [cell(c) for c in notebook["cells"]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise Unreadable(f"{name} is not a notebook (it is empty, or damaged)") from None
    return cells


def cell(data):
    """A Cell from its JSON; raises TypeError and the like for what is none."""
    source = data["source"]
    text = source if isinstance(source, str) else "".join(source)
    nbgrader = data.get("metadata", {}).get("nbgrader", {})
    grade_id = nbgrader.get("grade_id")
    return Cell(str(data["cell_type"]), text, grade_id if isinstance(grade_id, str) else None)


def plain(code):
    """Code without the notebook's own commands, %magic and !shell."""
    return MAGIC.sub(r"\1pass", code)
