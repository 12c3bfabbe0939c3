"""Totals for a learning platform: the platform's own list of students, with a column for each assignment.

python -m assignments.export marks.csv --platform canvas --roster canvas.csv --out upload.csv

ROSTER is what the platform exports: one row for each student. The column map (assignments/columns.toml, or --map) says
which of its columns holds the students' names as they are called here, and what the assignments are called there.
Give gradebook.db in place of marks.csv to have the marks that humans gave, and what lateness cost, in the totals.
"""

import argparse
import csv
import sys
import tomllib
from pathlib import Path

from . import table

MAP = Path(__file__).parent / "columns.toml"


def totals(path):
    """{(student, assignment): marks}, from a table or from nbgrader's gradebook."""
    if path.suffix != ".csv":
        return gradebook_totals(path)
    found = {}
    for row in table.read(path):
        key = row["student"], row["assignment"]
        found[key] = found.get(key, 0.0) + float(row["marks"] or 0)
    return found


def gradebook_totals(path):
    """The scores of the gradebook, less what lateness cost."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{path}") as book:
        entries = [s for a in book.assignments for s in book.assignment_submissions(a.name)]
        return {
            (s.student.id, s.assignment.name): max(0.0, s.score - (s.late_submission_penalty or 0)) for s in entries
        }


def fill(roster, columns, marks):
    """The rows of the roster with the columns that the platform wants. Returns them and the students not in it."""
    rows, seen = [], set()
    for person in roster:
        student = person[columns["student"]]
        seen.add(student)
        row = {name: person.get(name, "") for name in columns["keep"]}
        for here, there in columns["assignments"].items():
            row[there] = f"{marks[student, here]:g}" if (student, here) in marks else ""
        rows.append(row)
    return rows, sorted({student for student, _ in marks} - seen)


def arguments(words):
    parser = argparse.ArgumentParser(prog="python -m assignments.export", description=__doc__.split("\n")[0])
    parser.add_argument("marks", type=Path, help="marks.csv, or nbgrader's gradebook.db")
    parser.add_argument("--platform", required=True, help="a heading of the column map: canvas, moodle")
    parser.add_argument("--roster", type=Path, required=True, help="the list of students that the platform exports")
    parser.add_argument("--map", type=Path, default=MAP, help="the column map")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args(words)


def main(words=None):
    options = arguments(words)
    columns = tomllib.loads(options.map.read_text(encoding="utf-8"))[options.platform]
    with options.roster.open(encoding="utf-8-sig", newline="") as file:
        rows, missing = fill(csv.DictReader(file), columns, totals(options.marks))
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns["keep"], *columns["assignments"].values()])
        writer.writeheader()
        writer.writerows(rows)
    for student in missing:
        print(f"marked, but not in {options.roster}: {student}", file=sys.stderr)


if __name__ == "__main__":
    main()
