"""The grid of CONTRIBUTING.md: what each chapter has of the eight parts, read from the notebooks.

python -m tests.book.grid     prints it
"""

import re

from tests.book.notebooks import BOOK, code, read, tags
from tests.book.test_chapters import EQUATIONS, sections, text

HEAD = ["chapter", "equation", "derivation", "by hand", "code line", "live figure", "check", "exercises", "questions"]


def row(chapter):
    """What a chapter has: the label of its equation, steps of its derivation, …; None where a part is missing."""
    notebook = read(chapter)
    parts = sections(notebook)
    label = re.search(r"\((eq-[\w-]+)\)", text(parts["The equation"]))
    (figure,) = (cell for cell in parts["The figure"] if "live" in tags(cell))
    line = next((cell for cell in code(notebook) if f"# {EQUATIONS[chapter]}" in cell.source), None)
    return [
        f"[{chapter}](book/{chapter}.ipynb)",
        label and f"`{label[1]}`",
        count(r"^### ", parts["Step by step"], "step"),
        count(r"\$\$(?=[^$])", parts["By hand"], "formula", every=2),
        line and f"`{line.id}`",
        re.search(r"(\w+)\(.*\)$", figure.source)[1],
        count(None, [cell for cell in parts["Check it"] if cell.cell_type == "code"], "cell"),
        count(r"^### Exercise", parts["Exercises"], "exercise"),
        count(r"^\*\*\d\. ", parts["Questions"], "question"),
    ]


def count(pattern, cells, what, every=1):
    """'3 steps', or None when there is none: matches of the pattern in the cells' text, or the cells themselves."""
    found = len(cells) if pattern is None else len(re.findall(pattern, text(cells), re.M)) // every
    return f"{found} {what}{'s' * (found > 1)}" if found else None


def grid():
    """The lines of the table."""
    rows = [HEAD, ["---"] * len(HEAD), *(row(chapter) for chapter in EQUATIONS)]
    return [f"| {' | '.join('—' if cell is None else cell for cell in cells)} |" for cells in rows]


def written():
    """The table as CONTRIBUTING.md has it."""
    lines = (BOOK.parent / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    start = lines.index(grid()[0])
    return lines[start : start + len(EQUATIONS) + 2]


if __name__ == "__main__":
    print("\n".join(grid()))
