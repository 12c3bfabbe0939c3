"""Mark a folder of submissions.

python -m assignments.grade SUBMISSIONS --out marks.csv

SUBMISSIONS holds <student>/<assignment>/<notebook>.ipynb, nbgrader's submitted/. A run that was stopped goes on where
it was when the same command is given again.
"""

import argparse
import os
import resource
import secrets
import sys
import time
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path

from . import feedback, marking, questions, sandbox, submission, table
from .journal import Journal

REFUSED = """No sandbox can be made here: {why}.
What students hand in is run while it is marked, and without a sandbox it could do whatever you can do on this machine.
Use a Linux machine with bubblewrap. If you trust every submission as your own code, say --unsafe."""


def arguments(words):
    parser = argparse.ArgumentParser(prog="python -m assignments.grade", description=__doc__.split("\n")[0])
    parser.add_argument("submissions", type=Path, help="the folder submitted/ of an nbgrader course")
    parser.add_argument("--out", type=Path, required=True, help="the table to write, marks.csv")
    parser.add_argument("--source", type=Path, default=questions.SOURCE, help="the source notebooks of the course")
    parser.add_argument("--assignment", action="append", help="only this one; may be given several times")
    parser.add_argument("--seed", type=int, help="makes the inputs of another run again (it is drawn, and printed)")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="how many at a time; default: one for each core"
    )
    parser.add_argument("--chunk", type=chunk, default=(1, 1), metavar="K/N", help="only the K-th of N parts")
    parser.add_argument("--feedback", type=Path, help="the folder for the pages that students get")
    parser.add_argument("--course", type=Path, help="nbgrader's course folder: scores go into its gradebook.db")
    parser.add_argument("--late-per-day", type=float, default=0.0, help="share of the marks that each day late costs")
    parser.add_argument("--unsafe", action="store_true", help="run what was handed in without a sandbox")
    return parser.parse_args(words)


def chunk(text):
    """'2/8' as (2, 8)."""
    k, n = map(int, text.split("/"))
    if not 1 <= k <= n:
        raise ValueError
    return k, n


def main(words=None, limits=sandbox.Limits()):  # noqa: B008  (it is frozen)
    options = arguments(words)
    why = sandbox.why_not()
    if why and not options.unsafe:
        sys.exit(REFUSED.format(why=why))
    asked = questions.assignments(options.source)
    if options.assignment:
        asked = {name: asked[name] for name in options.assignment}
    found = [s for s in submission.find(options.submissions, asked) if submission.in_chunk(s, *options.chunk)]
    for names in submission.twins(found):
        print(f"the same student twice? {', '.join(map(repr, names))}: each is marked", file=sys.stderr)
    journal = start(options)
    mark_all([s for s in found if s.key not in journal.done], asked, journal, options, limits)
    finish(journal, options)


def start(options):
    """The Journal of this run, or of the one that it takes up."""
    settings = {"seed": secrets.randbits(64) if options.seed is None else options.seed, "chunk": list(options.chunk)}
    journal = Journal(Path(f"{options.out}.journal"), settings)
    wanted = settings if options.seed is not None else settings | {"seed": journal.settings["seed"]}
    if journal.settings != wanted:
        sys.exit(f"{journal.path} belongs to a run with other settings ({journal.settings}); finish it, or remove it")
    if journal.done:
        print(f"{len(journal.done)} were marked already", file=sys.stderr)
    print(f"seed {journal.settings['seed']}", file=sys.stderr)
    return journal


def mark_all(waiting, asked, journal, options, limits):
    """Mark every Submission, several at a time, and store each Result as it comes."""
    one = partial(marking.mark, seed=journal.settings["seed"], limits=limits, unsafe=options.unsafe)
    began = time.monotonic()
    with ThreadPool(options.jobs) as pool:
        results = pool.imap_unordered(lambda s: one(s, asked[s.assignment]), waiting)
        for number, result in enumerate(results, start=1):
            journal.add(result)
            show_progress(number, len(waiting), time.monotonic() - began)


def show_progress(number, total, seconds):
    """A bar on the terminal; in a log, a line for each tenth."""
    live = sys.stderr.isatty()
    if not live and number != total and number * 10 // total == (number - 1) * 10 // total:
        return
    bar = "█" * (number * 30 // total)
    text = f"{bar:░<30} {number} of {total}, {number / seconds:.1f} a second"
    print(f"\r{text}" if live else text, end="" if live and number < total else "\n", file=sys.stderr, flush=True)


def finish(journal, options):
    """The table, the pages and the gradebook, from the journal, which is not needed after that."""
    results = journal.results()
    table.write(options.out, (row for result in results for row in table.rows(result)))
    if options.feedback:
        for result in results:
            feedback.write(result, options.feedback, options.submissions)
    if options.course:
        from . import gradebook  # needs nbgrader

        try:
            gradebook.write(results, options.course, options.submissions, options.late_per_day)
        except LookupError as unknown:
            sys.exit(f"{unknown}; {options.out} is written, the gradebook is not complete")
    journal.remove()


def bound_memory(more=4 << 30):
    """A limit on this process too: an answer of 8 MB could be made to grow by a careless check cell."""
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (in_use + more, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        bound_memory()
    main()
