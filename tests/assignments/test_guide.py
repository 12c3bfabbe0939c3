"""The commands of the teacher's guide exist as they are written there."""

import re
import shlex
from pathlib import Path

import pytest

from assignments import export, grade, merge, questions

GUIDE = Path(questions.__file__).resolve().parent.parent / "book" / "teachers-guide.md"
LINES = [
    line
    for block in re.findall(r"```\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]
OURS = [shlex.split(line) for line in LINES if line.startswith("python -m assignments.")]


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_our_commands(words):
    module, rest = words[2].removeprefix("assignments."), words[3:]
    if module == "grade":
        assert grade.arguments(rest).out
    elif module == "export":
        assert export.arguments(rest).platform == "canvas"
    elif module == "merge":
        with pytest.raises(FileNotFoundError, match="marks-"):
            merge.main(rest)
    else:
        assert (module, rest) == ("sandbox", [])


def test_nbgraders_commands():
    from nbgrader.apps.nbgraderapp import NbGraderApp

    text = GUIDE.read_text(encoding="utf-8")
    used = set(re.findall(r"(?:^|`)nbgrader ([a-z_]+)", text, re.MULTILINE))
    assert {"generate_assignment", "zip_collect"} <= used
    assert used <= set(NbGraderApp.subcommands)


def test_late_days_are_an_option():
    assert "--late-per-day 0.1" in GUIDE.read_text(encoding="utf-8")
    assert grade.arguments(["s", "--out", "o", "--late-per-day", "0.1"]).late_per_day == 0.1
