"""How fast submissions are marked, and in how much memory.

python -m benchmarks.grading [NUMBER]        1,000 submissions, a quarter of them of each assignment

They are our own solutions, every tenth with a slip, so that each does the work of an honest submission (the fourth
assignment trains on the digits, as a student's would).
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from assignments import grade, questions, table


def hand_in(root, number):
    """`number` submissions below `root`."""
    names = sorted(questions.assignments())
    texts = {n: (questions.SOURCE / n / f"{n}.ipynb").read_text(encoding="utf-8") for n in names}
    for i in range(number):
        name = names[i % len(names)]
        notebook = json.loads(texts[name])
        if i % 10 == 0:
            code = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]
            code[0]["source"] = "".join(code[0]["source"]).replace("return ", "return 2 * ")
        folder = root / f"student{i:05}" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def megabytes(who):
    return resource.getrusage(who).ru_maxrss / 1024


def main(number):
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder) / "submitted", Path(folder) / "marks.csv"
        hand_in(root, number)
        before, began = megabytes(resource.RUSAGE_SELF), time.monotonic()
        grade.main([str(root), "--out", str(out), "--seed", "1"])
        seconds = time.monotonic() - began
        marked = {(row["student"], row["assignment"]) for row in table.read(out)}
    assert len(marked) == number, "one was lost"
    print(f"{number} submissions in {seconds:.0f} s: {number / seconds:.1f} a second")
    print(f"the grader: {before:.0f} MB before, {megabytes(resource.RUSAGE_SELF):.0f} MB at most")
    print(f"a worker:   {megabytes(resource.RUSAGE_CHILDREN):.0f} MB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
