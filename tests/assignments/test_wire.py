"""The protocol, attacked: whatever comes through the wire is a value of base types or is refused, and nothing else
happens: no exception of another kind, no memory, no time."""

import base64
import io
import json
import random
import subprocess
import sys
import time
import tracemalloc

import numpy as np
import pytest

from assignments import channel, sandbox, wire

LIMITS = sandbox.Limits(cpu=1, wall=2, wall_total=10)
NESTED = [None, 1, 2.5, True, "text", [1, (2, None)], np.arange(6.0).reshape(2, 3)]


def npy(array=None, header=None, body=b""):
    """An encoded array, or one with a header of our own making."""
    if header is None:
        stream = io.BytesIO()
        np.save(stream, array, allow_pickle=True)
        return {"npy": base64.b64encode(stream.getvalue()).decode()}
    text = header.encode() + b" " * 16 + b"\n"
    return {"npy": base64.b64encode(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + body).decode()}


def header(dtype="<f8", shape="(2, 3)", order="False"):
    return f"{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {shape}}}"


@pytest.mark.parametrize(
    "value",
    [
        *NESTED,
        NESTED,
        tuple(NESTED),
        np.float32(1.5),
        np.array(3),
        np.asfortranarray(np.ones((3, 2))),
        np.array([], int),
    ],
    ids=repr,
)
def test_what_goes_in_comes_out(value):
    back = wire.decode(json.loads(json.dumps(wire.encode(value))))
    assert repr(back) == repr(np.asarray(value) if isinstance(value, np.generic) else value)


@pytest.mark.parametrize(
    "data",
    [
        None, 5, [], {}, {"is": []}, {"is": {}}, {"is": 1, "list": []}, {"list": 5}, {"list": [5]}, {"object": 1},
        {"eval": "1"},
        {"list": [{"list": [{"list": [{"list": [{"list": []}]}]}]}]},
        {"npy": 5}, {"npy": ""}, {"npy": "!!!"}, {"npy": "AAAA"}, {"npy": "é"},
        npy(np.array([object()], dtype=object)), npy(np.array(["text"])), npy(np.array([(1, 2.0)], dtype="i4,f8")),
        npy(np.array(["2026"], dtype="M8[D]")),
        npy(header=header(shape="(671088640,)")), npy(header=header(shape="(-1,)"), body=bytes(8)),
        npy(header=header(shape="(2, 3)"), body=bytes(47)), npy(header=header(shape="(2, 3)"), body=bytes(49)),
        npy(header=header(shape="(10**30, 0)")), npy(header=header(shape="(True,)"), body=bytes(8)),
        npy(header=header(shape="(" + "1, " * 40 + ")"), body=bytes(8)), 
        npy(header=header(dtype="|O"), body=b"cos\nsystem\n"),
        npy(header=header(dtype="|V8", shape="(1,)"), body=bytes(8)),
        npy(header=header(dtype="<f16", order="5"), body=bytes(96)),
        npy(header="__import__('os').abort()"), npy(header="{" * 5000), npy(header="'" + "x" * 60000 + "'"),
    ],
    ids=lambda data: str(data)[:40],
)  # fmt: skip
def test_refused(data):
    tracemalloc.start()
    with pytest.raises(wire.Refused):
        wire.decode(data)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "line", [b"", b"\xff\n", b"[" * 10**6, b"9" * 10**6, b"[]", b"5", b'{"id": ', b"nul", b'{"a":1}{}']
)
def test_lines_that_are_no_message(line):
    with pytest.raises(wire.Refused):
        wire.unpack(line)


def test_ten_thousand_mutations_of_a_good_reply():
    """Each decodes to base types or is refused."""
    good = wire.pack({"id": "x", "value": wire.encode(NESTED)})
    rng = random.Random(0)
    decoded = 0
    for _ in range(10_000):
        line = bytearray(good)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(line))
            line[at : at + rng.randint(0, 3)] = bytes(
                rng.choices(b'{}[]":,0123456789eEnAZ=/+\\\x00\xff', k=rng.randint(0, 3))
            )
        try:
            value = wire.decode(wire.unpack(bytes(line)).get("value"))
        except wire.Refused:
            continue
        decoded += 1
        assert only_base_types(value)
    assert decoded > 100, "the mutations are too rough to test anything"


def only_base_types(value):
    if type(value) in (list, tuple):
        return all(map(only_base_types, value))
    return isinstance(value, wire.Other) or type(value) in (type(None), bool, int, float, str, np.ndarray)


@pytest.mark.parametrize("text", ["\x1b[2Jgone", "a\nb\rc", "x" * 10**6, "\u202eright", "\ud800", "\x00"])
def test_clean_text(text):
    cleaned = wire.clean(text)
    assert len(cleaned) <= wire.LONGEST_TEXT and cleaned.isprintable()


NAMED = "import json; i = json.loads(input())['id']; "
STRAY = 'print(\'{"id": "1", "value": {"is": 1}}\', flush=True)\n'
FAKES = {  # a worker that is all the attacker's own: what it does, and what the grader says
    "says nothing": ("import time; time.sleep(60)", "did not come back in time"),
    "ends": ("raise SystemExit(3)", "exit status 3"),
    "ends half-way through a line": ("print('{', end='', flush=True)", "exit status 0"),
    "replies at once": (STRAY + "import time; time.sleep(60)", "own channel"),
    "replies to another": ("input(); " + STRAY, "own channel"),
    "replies twice": (NAMED + "m = json.dumps({'id': i, 'value': {'is': 1}}); print(f'{m}\\n{m}')", "own channel"),
    "replies with more": (NAMED + "print(json.dumps({'id': i, 'marks': 9, 'value': {'is': 1}}))", "own channel"),
    "replies with something new": (NAMED + "print(json.dumps({'id': i, 'grade': 100}), flush=True)", "own channel"),
    "never ends its line": ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "longer than 8 MB"),
    "drips": ("import time\nwhile True: print(end='x', flush=True); time.sleep(.05)", "did not come back in time"),
    "does not read": ("import os, time; os.close(0); time.sleep(60)", "closed the grader's channel"),
    "a list nested deeply": ("input(); print('[' * 10**6, flush=True)", "own channel"),
}  # fmt: skip


@pytest.mark.parametrize("fake", FAKES)
def test_a_worker_of_the_attackers_own(fake, monkeypatch):
    code, words = FAKES[fake]

    def impostor(limits, unsafe=False):
        command = [sys.executable, "-c", code]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    monkeypatch.setattr(sandbox, "worker", impostor)
    began = time.monotonic()
    worker = channel.Worker(LIMITS, began + 10)
    with pytest.raises(channel.Lost, match=words):
        worker.ask({"do": "call", "name": "f", "args": wire.encode([np.ones(10**5)])})
    assert time.monotonic() - began < 9
    assert worker.process.poll() is not None, "it is gone"
