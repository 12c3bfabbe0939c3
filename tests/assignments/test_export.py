"""The table for a learning platform."""

import csv

import pytest

from assignments import export, table


@pytest.fixture
def marks(tmp_path):
    """Ada has 3 + 4 marks and an open question in one assignment, Bob none; Cleo is not in the roster."""
    rows = [
        ("ada", "forward-and-loss", "n", "q1", "3", "3", "right", "1"),
        ("ada", "forward-and-loss", "n", "q2", "4", "4", "right", "1"),
        ("ada", "forward-and-loss", "n", "q3", "", "4", "to be marked by a human", "1"),
        ("bob", "forward-and-loss", "n", "q1", "0", "3", "wrong", "1"),
        ("cleo", "forward-and-loss", "n", "q1", "3", "3", "right", "1"),
    ]
    table.write(tmp_path / "marks.csv", rows)
    return tmp_path / "marks.csv"


@pytest.mark.parametrize(
    ("platform", "roster", "title"),
    [
        (
            "canvas",
            "Student,ID,SIS User ID,SIS Login ID,Section\nA,1,u1,ada,S\nB,2,u2,bob,S\nD,4,u4,dan,S\n",
            "Assignment 1 (1)",
        ),
        ("moodle", "\ufeffUsername,Email address\nada,a@x\nbob,b@x\ndan,d@x\n", "Assignment 1"),
    ],
)
def test_the_rosters_rows_with_our_totals(tmp_path, marks, capsys, platform, roster, title):
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    out = tmp_path / "upload.csv"
    export.main([str(marks), "--platform", platform, "--roster", str(tmp_path / "roster.csv"), "--out", str(out)])
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row[title] for row in rows] == ["7", "0", ""]
    assert list(rows[0])[: roster.splitlines()[0].count(",") + 1] == roster.lstrip("\ufeff").splitlines()[0].split(",")
    assert "cleo" in capsys.readouterr().err
