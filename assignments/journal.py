"""What has been marked so far: a file that grows by one line for each submission, and survives being killed.

The first line holds the seed and what the run was told; a last line that was cut off is left out when it is read.
"""

import json
import os

from .marking import Mark, Result


class Journal:
    """The results of one run, next to the CSV file that they end up in."""

    def __init__(self, path, settings):
        self.path = path
        stored = list(self._lines())
        self.settings = stored[0] if stored else settings
        self.done = {f"{r['student']}/{r['assignment']}" for r in stored[1:]}
        if not stored:
            self._append(settings, "w")

    def _lines(self):
        """The whole lines; the file is cut behind the last of them."""
        if not self.path.exists():
            return
        whole = 0
        with self.path.open("rb+") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
                yield json.loads(line)
            file.truncate(whole)

    def add(self, result):
        """Store a Result; it is on the disk when this returns."""
        self._append(result.as_dict(), "a")
        self.done.add(f"{result.student}/{result.assignment}")

    def _append(self, data, mode):
        with self.path.open(mode, encoding="ascii") as file:
            file.write(json.dumps(data) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def results(self):
        """Every Result, sorted by student and assignment."""
        found = [Result(**r | {"marks": tuple(Mark(**m) for m in r["marks"])}) for r in list(self._lines())[1:]]
        return sorted(found, key=lambda r: (r.student, r.assignment))

    def remove(self):
        self.path.unlink()
