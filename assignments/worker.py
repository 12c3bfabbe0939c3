"""Runs inside the sandbox: executes a student's cells and calls the student's functions, as the grader asks.

python -I worker.py LIMITS PATH…        LIMITS as JSON; PATH goes in front of sys.path

Nothing here protects the marks. A student's code can change all of it, and the grader believes none of it: it knows
the inputs that it sent and the right answers, and takes what comes back for the student's answer.
"""

import json
import os
import resource
import sys


def limit(limits):
    """The kernel's limits on this process: they cannot be raised again."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def private_pipes():
    """(requests, replies) as files of their own; standard input, output and errors go nowhere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return requests, replies


def answer(request, namespace):
    """The reply to one request: run a cell, call a function, or fetch a value."""
    try:
        if request["do"] == "run":
            exec(compile(request["code"], "<cell>", "exec"), namespace)
            return {"value": wire.encode(None)}
        if request["name"] not in namespace:
            return {"missing": True}
        value = namespace[request["name"]]
        if request["do"] == "call":
            value = value(*wire.decode(request["args"]))
        return {"value": wire.encode(value)}
    except BaseException as error:
        return {"error": f"{type(error).__name__}: {str(error)[: wire.LONGEST_TEXT]}"}


def allow(seconds):
    """Processor time for the next request; the kernel ends this process when it is used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


if __name__ == "__main__":
    limit(json.loads(sys.argv[1]))
    requests, replies = private_pipes()
    sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), *sys.argv[2:]]
    import wire

    namespace = {"__name__": "__main__", "display": lambda *values, **options: None}
    while line := requests.readline():
        request = json.loads(line)
        allow(request["seconds"])
        replies.write(wire.pack({"id": request["id"], **answer(request, namespace)}))
        replies.flush()
