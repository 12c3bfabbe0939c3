"""The code of one submission in the sandbox: its cells run in order, and again in a new process when one is lost."""

import time

from . import wire
from .channel import Lost, StudentError, Worker


class Session:
    """The student's side of the marking.

    complaints[i] says what went wrong in cell i; a cell that took the process with it is not run again.
    """

    def __init__(self, cells, limits, unsafe=False):
        self.cells, self.limits, self.unsafe = cells, limits, unsafe
        self.deadline = time.monotonic() + limits.wall_total
        self.complaints, self.killers, self.worker = {}, set(), None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.worker:
            self.worker.close()

    def ask(self, request):
        """What the student's code answers; StudentError or Stopped if it does not."""
        if self.worker is None:
            self.start()
        try:
            return self.worker.ask(request)
        except Lost:
            self.worker = None
            raise

    def start(self):
        """A new process in which every cell has run that can be run."""
        while self.worker is None:
            if time.monotonic() > self.deadline:
                raise Lost("the time for this submission is used up")
            self.worker = Worker(self.limits, self.deadline, self.unsafe)
            for i, code in enumerate(self.cells):
                if i not in self.killers and not self.run(i, code):
                    break

    def run(self, i, code):
        """Run cell i; False if that cost the process."""
        try:
            self.worker.ask({"do": "run", "code": code})
        except Lost as lost:
            self.complaints[i] = str(lost)
            self.killers.add(i)
            self.worker = None
        except StudentError as error:
            self.complaints[i] = f"{type(error).__name__}: {error}"
        return self.worker is not None

    def call(self, name, *arguments):
        """The student's function `name` of these arguments."""
        return self.ask({"do": "call", "name": name, "args": wire.encode(list(arguments))})

    def get(self, name):
        """The student's value called `name`."""
        return self.ask({"do": "get", "name": name})
