"""Put the tables of several chunks together.

python -m assignments.merge marks-*.csv --out marks.csv
"""

import argparse
import sys
from pathlib import Path

from . import table

KEY = ("student", "assignment", "notebook", "question")


def merge(paths):
    """The rows of all tables, sorted; ValueError if two of them disagree on a mark."""
    rows = {}
    for path in paths:
        for row in table.read(path):
            known = rows.setdefault(tuple(row[k] for k in KEY), row)
            if known["marks"] != row["marks"]:
                what = ", ".join(row[k] for k in KEY)
                raise ValueError(f"{path} gives {row['marks']} for {what}; before it was {known['marks']}")
    submissions = sorted({key[:2] for key in rows})
    return [tuple(row[c] for c in table.COLUMNS) for s in submissions for key, row in rows.items() if key[:2] == s]


def main(words=None):
    parser = argparse.ArgumentParser(prog="python -m assignments.merge", description=__doc__.split("\n")[0])
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(words)
    try:
        table.write(options.out, merge(options.tables))
    except ValueError as disagreement:
        sys.exit(str(disagreement))


if __name__ == "__main__":
    main()
