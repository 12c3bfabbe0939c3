"""One process in the sandbox, as the grader sees it: a request goes in, a bounded reply comes out in bounded time."""

import contextlib
import os
import secrets
import select
import signal
import subprocess
import time

from . import sandbox, wire

LONGEST_REPLY = 8 << 20
READ = 1 << 16


class StudentError(Exception):
    """The student's code raised an exception; this one has its name and its text."""


class NotWritten(StudentError, NotImplementedError):
    """The answer cell is still the one that was given out."""


class Stopped(BaseException):
    """There will be no answer, whatever is asked next; not an Exception, so that it ends a check at once."""


class Missing(Stopped):
    """There is nothing of that name."""


class Lost(Stopped):
    """The process cannot be used any more: it ended, ran out of time, or broke the protocol."""


class Worker:
    """One process in the sandbox. `ask` sends a request and returns what came back, or raises StudentError."""

    def __init__(self, limits, deadline, unsafe=False):
        self.limits, self.deadline = limits, deadline
        self.process = sandbox.worker(limits, unsafe)
        self.to, self.back = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.to, False)
        os.set_blocking(self.back, False)

    def ask(self, request):
        """The value that the worker replies with; after Lost the worker is gone."""
        identity = secrets.token_hex(8)  # a reply that was written before the request was read cannot know it
        try:
            line = self.exchange(wire.pack({"id": identity, "seconds": self.limits.cpu, **request}))
            reply = wire.unpack(line)
            if reply.pop("id", None) != identity or len(reply) != 1:
                raise wire.Refused("a reply to something else")
            return outcome(*reply.popitem())
        except wire.Refused as problem:
            self.close()
            raise Lost(f"your code wrote to the grader's own channel ({problem})") from None
        except Lost:
            self.close()
            raise

    def exchange(self, request):
        """Send one line, receive one line: whole, alone, not too long, and in time."""
        deadline = min(self.deadline, time.monotonic() + self.limits.wall)
        received = bytearray()
        while not received.endswith(b"\n"):
            ready = self.wait(bool(request), deadline)
            if self.to in ready and request:
                request = request[self.send(request) :]
            if self.back in ready:
                received += self.receive()
            if len(received) > LONGEST_REPLY:
                raise Lost(f"its answer is longer than {LONGEST_REPLY >> 20} MB")
        if request:
            raise wire.Refused("a reply that was not asked for")
        return bytes(received)

    def wait(self, sending, deadline):
        """The descriptors that are ready, until the deadline."""
        poll = select.poll()
        poll.register(self.back, select.POLLIN)
        if sending:
            poll.register(self.to, select.POLLOUT)
        ready = poll.poll(max(0, deadline - time.monotonic()) * 1000)
        if not ready:
            raise Lost("it did not come back in time")
        return [descriptor for descriptor, _ in ready]

    def send(self, request):
        with contextlib.suppress(BlockingIOError):
            try:
                return os.write(self.to, request[:READ])
            except BrokenPipeError:
                raise Lost(self.end()) from None
        return 0

    def receive(self):
        received = os.read(self.back, READ)
        if not received:
            raise Lost(self.end())
        return received

    def end(self):
        """How the process ended, in words."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(timeout=1)
            if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGKILL):
                return "it used up its processor time"
            return f"it ended the Python process (exit status {code})"
        return "it closed the grader's channel"

    def close(self):
        """End the process and everything in its sandbox."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def outcome(kind, content):
    """What one reply says: a value, or one of the exceptions above."""
    if kind == "value":
        return wire.decode(content)
    if kind == "missing":
        raise Missing("there is nothing of that name")
    if kind != "error":
        raise wire.Refused("a reply to nothing")
    name, _, text = (part.strip() for part in wire.clean(content).partition(":"))
    if name == "NotImplementedError":
        raise NotWritten("it is not written yet")
    raise type(name if name.isidentifier() else "Exception", (StudentError,), {})(text)
