"""marks.csv: one row for each question of each submission."""

import csv
import os
from pathlib import Path

COLUMNS = ("student", "assignment", "notebook", "question", "marks", "of", "feedback", "seconds")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(result):
    """The rows of one Result; marks is empty while a human has to say."""
    for m in result.marks:
        points = "" if m.points is None else f"{m.points:g}"
        named = (result.student, result.assignment, m.notebook, m.question)
        yield (*map(printable, named), points, f"{m.of:g}", harmless(m.message), result.seconds)


def printable(name):
    """A name that can be written as UTF-8; a file name may hold bytes that cannot."""
    return name.encode("utf-8", "backslashreplace").decode()


def harmless(text):
    """Text that a spreadsheet does not take for a formula."""
    return f"'{printable(text)}" if text.startswith(FORMULA) else printable(text)


def write(path, lines):
    """Write the table in one go: a reader sees the old file or the whole new one."""
    partial = Path(f"{path}.partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(lines)
    os.replace(partial, path)


def read(path):
    """The rows of a table as dicts."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
