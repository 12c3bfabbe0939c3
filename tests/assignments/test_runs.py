"""Runs of the grader: killed and taken up again, in chunks at the same time, with a seed, without a sandbox."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assignments import grade, journal, marking, merge, sandbox, submission, table
from tests.assignments.handing_in import hand_in

ROOT = Path(grade.__file__).resolve().parent.parent
ASSIGNMENT = "output-error-and-recurrence"
SLIP = "def output_error(z, a, y):\n    return (a - y) * z"


@pytest.fixture(scope="module")
def submitted(tmp_path_factory):
    """Twelve students; every third one is wrong."""
    root = tmp_path_factory.mktemp("submitted")
    for i in range(12):
        hand_in(root, f"s{i:02}", ASSIGNMENT, **({"output_error": SLIP} if i % 3 == 0 else {}))
    return root


def start(submitted, out, *words):
    """The grader as a process of its own."""
    command = [sys.executable, "-m", "assignments.grade", str(submitted), "--out", str(out), *words]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def marks(path):
    """Everything that a run decides: all columns but the time."""
    return [{k: v for k, v in row.items() if k != "seconds"} for row in table.read(path)]


@pytest.fixture(scope="module")
def whole(submitted, tmp_path_factory):
    """The marks of one undisturbed run with seed 5."""
    out = tmp_path_factory.mktemp("whole") / "marks.csv"
    said = start(submitted, out, "--seed", "5").communicate()[1]
    assert "seed 5" in said and "12 of 12" in said
    assert not Path(f"{out}.journal").exists()
    return marks(out)


def test_everyone_is_marked_once(whole):
    assert [r["student"] for r in whole if r["question"] == "check-errors"] == [f"s{i:02}" for i in range(12)]
    wrong = [r["student"] for r in whole if r["question"] == "check-output-error" and r["marks"] == "0"]
    assert wrong == ["s00", "s03", "s06", "s09"]


def test_killed_and_taken_up_again(submitted, whole, tmp_path):
    out = tmp_path / "marks.csv"
    kept = Path(f"{out}.journal")
    process = start(submitted, out, "--seed", "5", "--jobs", "1")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not kept.exists() or kept.read_bytes().count(b"\n") < 4):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert kept.read_bytes().count(b"\n") >= 4 and not out.exists()
    with kept.open("ab") as file:
        file.write(b'{"student": "s11", "assi')  # what a kill in the middle of a line leaves
    said = start(submitted, out).communicate()[1]
    assert "were marked already" in said
    assert marks(out) == whole


def test_two_chunks_at_the_same_time(submitted, whole, tmp_path):
    outs = [tmp_path / f"marks-{k}.csv" for k in (1, 2)]
    runs = [start(submitted, out, "--seed", "5", "--chunk", f"{k}/2") for k, out in enumerate(outs, start=1)]
    assert [run.communicate() and run.returncode for run in runs] == [0, 0]
    merge.main([*map(str, outs), "--out", str(tmp_path / "marks.csv")])
    assert marks(tmp_path / "marks.csv") == whole


def test_chunks_are_a_partition():
    everyone = [submission.Submission(f"s{i}", "a", Path()) for i in range(300)]
    parts = [[s for s in everyone if submission.in_chunk(s, k, 7)] for k in range(1, 8)]
    assert sorted(s.key for part in parts for s in part) == sorted(s.key for s in everyone)
    assert all(part for part in parts)


def test_chunks_that_disagree_are_not_merged(tmp_path):
    row = ("ada", "a", "a", "q", "1", "2", "right", "0.1")
    table.write(tmp_path / "1.csv", [row])
    table.write(tmp_path / "2.csv", [(*row[:4], "0", *row[5:])])
    with pytest.raises(SystemExit, match="before it was 1"):
        merge.main([str(tmp_path / "1.csv"), str(tmp_path / "2.csv"), "--out", str(tmp_path / "all.csv")])
    assert not (tmp_path / "all.csv").exists()


def test_a_journal_of_another_run_is_not_taken_up(submitted, tmp_path):
    journal.Journal(tmp_path / "marks.csv.journal", {"seed": 5, "chunk": [1, 1]})
    with pytest.raises(SystemExit, match="other settings"):
        grade.main([str(submitted), "--out", str(tmp_path / "marks.csv"), "--seed", "6"])


def test_no_sandbox_no_marks(submitted, tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "find", lambda: None)
    with pytest.raises(SystemExit, match=r"No sandbox can be made here: bubblewrap.*not installed"):
        grade.main([str(submitted), "--out", str(tmp_path / "marks.csv")])
    assert not list(tmp_path.iterdir())


def test_not_linux_no_sandbox(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sandbox.why_not() == "bubblewrap needs Linux, and this is darwin"


def test_a_sandbox_that_does_not_work_is_none(monkeypatch, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho no namespaces for you >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("BWRAP", str(broken))
    assert "no namespaces for you" in sandbox.why_not()
    monkeypatch.setenv("BWRAP", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="BWRAP says"):
        sandbox.why_not()


def test_unsafe_marks_without_a_sandbox(submitted, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "find", lambda: None)
    grade.main([str(submitted), "--out", str(tmp_path / "marks.csv"), "--seed", "5", "--unsafe"])
    assert marks(tmp_path / "marks.csv") == whole


PROBE = """
import ctypes, os, socket, sys
def fails(action):
    try:
        return action() and False
    except OSError:
        return True
unshare = ctypes.CDLL(None).unshare
print(os.getuid() != 0, fails(lambda: open("/x", "w")), fails(lambda: open(sys.argv[1] + "/x", "w")),
      fails(lambda: open("/dev/shm/x", "w")), fails(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])))),
      unshare(0x10000000) == -1, not os.path.exists("/etc/passwd"), "HOME" in os.environ, "USER" in os.environ)
open("/tmp/x", "w").write("fine")
"""


@pytest.mark.parametrize("walls", [sandbox.as_user, *([sandbox.as_root] if os.geteuid() == 0 else [])])
def test_the_walls(walls):
    """Root's and the ordinary user's; root can try both."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = sandbox.command(walls(), "-c", PROBE, str(ROOT / "nnlib"), str(server.getsockname()[1]))
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"USER": "teacher"})
    assert done.stdout.split() == ["True"] * 8 + ["False"], done.stderr


def test_text_that_a_spreadsheet_would_run():
    assert table.harmless("=HYPERLINK()") == "'=HYPERLINK()"
    assert table.harmless("right") == "right"


def test_a_name_that_is_no_text_can_be_written(tmp_path):
    m = marking.Mark("n", "q", 1.0, 2.0, "right")
    table.write(tmp_path / "t.csv", table.rows(marking.Result(os.fsdecode(b"\xff"), "a", (m,), 0.1)))
    assert table.read(tmp_path / "t.csv")[0]["student"] == "\\udcff"
