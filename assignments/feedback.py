"""The page that a student gets: marks and what the checks said, question by question. No check is shown.

What a student wrote appears here only as text, never as markup.
"""

import contextlib
from html import escape

from . import submission

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #bbb; }}
td:nth-child(2) {{ white-space: nowrap; }}
</style>
<h1>{title}</h1>
<p>{total}</p>
<table>
<tr><th>Question<th>Marks<th>What the check says
{rows}
</table>
</html>
"""


LABELS = ("timestamp.txt", "submission_secret.txt")  # nbgrader's, by which it knows whose page it is


def write(result, folder, submissions):
    """folder/<student>/<assignment>/<notebook>.html, where nbgrader releases feedback from."""
    place = folder / result.student / result.assignment
    place.mkdir(parents=True, exist_ok=True)
    for name in LABELS:
        with contextlib.suppress(submission.Unreadable):
            (place / name).write_bytes(submission.read(submissions / result.student / result.assignment / name))
    for notebook in dict.fromkeys(m.notebook for m in result.marks):
        marks = [m for m in result.marks if m.notebook == notebook]
        (place / f"{notebook}.html").write_text(page(notebook, marks), encoding="utf-8", errors="replace")


def page(notebook, marks):
    """The page for one notebook."""
    return PAGE.format(title=escape(notebook), total=total(marks), rows="\n".join(map(row, marks)))


def total(marks):
    """The sum in words."""
    points, of = sum(m.points or 0 for m in marks), sum(m.of for m in marks)
    open_marks = sum(m.of for m in marks if m.points is None)
    return f"{points:g} of {of:g} marks" + (f"; {open_marks:g} more are given by a human" if open_marks else "")


def row(m):
    marks = f"? of {m.of:g}" if m.points is None else f"{m.points:g} of {m.of:g}"
    return f"<tr><td>{escape(m.question.removeprefix('check-'))}<td>{marks}<td>{escape(m.message)}"
