# ruff: noqa: E501  (the table is easier to read with one submission a line)
"""Submissions that want marks they have not earned, or harm. Each says what it deserves.

All of them answer Assignment 2, whose three automatic questions are worth 3, 4 and 4; the third builds on the first two.
CANARY, SECRET and PORT stand for a file outside that must not change, a file that must not be read, and a
port on this machine that must not be reached.
"""

FULL, NONE, FIRST_LOST = (3, 4, 4), (0, 0, 0), (0, 4, 0)
RIGHT = "def output_error(z, a, y):\n    return (a - y) * sigma_prime(z)\n"
WRONG = "def output_error(z, a, y):\n    return 0 * a\n"


def inside(body):
    """output_error with this body."""
    return "def output_error(z, a, y):\n" + "".join(f"    {line}\n" for line in body.splitlines())


def write_to_channel(what):
    """Code that writes `what`, a bytes expression, to every descriptor that it finds."""
    return (
        f"import os\nfor d in range(3, 30):\n    try:\n        os.write(d, {what})\n    except OSError:\n        pass\n"
    )


def patch_wire(code):
    """Code that changes the worker's own end of the wire, then a wrong answer."""
    return f"import sys, json, base64\nwire = sys.modules['wire']\n{code}\n{WRONG}"


REPLY = 'b\'{"id": "1", "value": {"is": 1}}\\n\''
NPY = "def npy(header, body=b''):\n    h = header.encode() + b' ' * 20 + b'\\n'\n"
NPY += (
    "    return {'npy': base64.b64encode(b'\\x93NUMPY\\x01\\x00' + len(h).to_bytes(2, 'little') + h + body).decode()}\n"
)

# name: (text of the answer cell output-error, deserved marks)
CELLS = {
    # forged comparisons
    "patched_allclose": ("np.allclose = np.array_equal = np.isfinite = lambda *a, **k: True\n" + WRONG, FIRST_LOST),
    "patched_abs": ("np.abs = lambda v: np.zeros(1)\n" + WRONG, FIRST_LOST),
    "patched_checks": ("checks.output_error = lambda f, **k: True\nchecks.errors = checks.output_error\n" + WRONG, FIRST_LOST),
    "patched_check_engine": ("import nnlib.checks.check as c\nc.same = c.close = lambda *a: True\n" + WRONG, FIRST_LOST),
    "patched_report": ("checks.Report.__bool__ = lambda self: True\n" + WRONG, FIRST_LOST),
    "patched_activation": ("from nnlib import activations\nobject.__setattr__(ACTIVATIONS['sigmoid'], 'f_prime', np.zeros_like)\n" + WRONG, FIRST_LOST),
    "patched_builtins": ("import builtins\nbuiltins.all = lambda *a: True\nbuiltins.isinstance = lambda *a: True\n" + WRONG, FIRST_LOST),
    "patched_assert": ("import builtins\nbuiltins.AssertionError = Warning\n" + WRONG, FIRST_LOST),
    "array_equal_to_everything": (
        "class Same(np.ndarray):\n    def __eq__(self, o): return np.ones(np.shape(o), bool)\n"
        "    def __sub__(self, o): return np.zeros(np.shape(o))\n    __rsub__ = __sub__\n"
        + inside("return np.zeros_like(a).view(Same)"), FIRST_LOST),
    "object_equal_to_everything": (
        "class Same:\n    def __eq__(self, o): return True\n    def __getattr__(self, n): return self\n"
        "    def __call__(self, *a): return self\n" + inside("return Same()"), FIRST_LOST),
    "array_that_changes": (
        "class Late:\n    def __array__(self, *a, **k): return np.zeros((1, 1))\n" + inside("return Late()"), FIRST_LOST),
    "only_the_running_example": (inside("return np.full(a.shape, 0.1455)"), FIRST_LOST),
    "right_at_first": ("calls = []\n" + inside("calls.append(1)\nreturn (a - y) * sigma_prime(z) * (len(calls) < 7)"), FIRST_LOST),
    "searches_for_the_answer": (inside("import gc, sys\nframe = sys._getframe()\nwhile frame:\n    for v in frame.f_locals.values():\n        if isinstance(v, dict) and 'right' in v: return v['right']\n    frame = frame.f_back\nreturn 0 * a"), FIRST_LOST),
    # reading, writing, network
    "reads_the_source": (inside("open(SECRET).read()\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "reads_etc": (inside("open('/etc/passwd').read()\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "writes_outside": (inside("open(CANARY, 'w').write('mine')\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "deletes_outside": ("import shutil, os\nshutil.rmtree(os.path.dirname(CANARY), ignore_errors=True)\n" + RIGHT, FULL),
    "patches_nnlib_on_disk": ("import nnlib\ntry:\n    open(nnlib.__file__, 'a').write('x')\nexcept OSError:\n    pass\n" + RIGHT, FULL),
    "network": (inside("import socket\nsocket.create_connection(('127.0.0.1', PORT), 1)\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "environment": (inside("import os\nos.environ['GRADER_SECRET']\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "fills_the_disk": ("import os\ntry:\n    for i in range(1000):\n        open(f'/tmp/{i}', 'wb').write(bytes(1 << 22))\nexcept OSError:\n    pass\n" + RIGHT, FULL),
    "sees_other_processes": (inside("import os\nassert len([p for p in os.listdir('/proc') if p.isdigit()]) > 3\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    # processes, signals, time, memory
    "fork_bomb": ("import os\ntry:\n    while True:\n        os.fork()\nexcept OSError:\n    pass\n" + RIGHT, FULL),
    "fork_that_keeps_the_pipe": (inside("import os\nif os.fork():\n    os._exit(0)\nimport time\ntime.sleep(1000)"), FIRST_LOST),
    "subprocess": (inside("import subprocess\nsubprocess.run(['touch', CANARY])\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "new_namespace": (inside("import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "thread": (inside("import threading\nthreading.Thread(target=print).start()\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "memory": (inside("np.ones(10**10)\nreturn (a - y) * sigma_prime(z)"), FIRST_LOST),
    "memory_bit_by_bit": ("hoard = []\ntry:\n    while True:\n        hoard.append(bytearray(1 << 24))\nexcept MemoryError:\n    hoard.clear()\n" + RIGHT, FULL),
    "raises_its_limits": ("import resource\nfor r in range(16):\n    try:\n        resource.setrlimit(r, (-1, -1))\n    except (ValueError, OSError):\n        pass\n" + inside("np.ones(10**10)"), FIRST_LOST),
    "loop_in_a_cell": ("while True:\n    pass\n" + RIGHT, FIRST_LOST),
    "loop_in_a_function": (inside("while True:\n    pass"), FIRST_LOST),
    "loop_that_swallows_interrupts": ("import signal\nfor s in range(1, 65):\n    try:\n        signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\n" + inside("while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass"), FIRST_LOST),
    "sleeps": (inside("import time\ntime.sleep(1e6)"), FIRST_LOST),
    "stops_itself": (inside("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"), FIRST_LOST),
    "kills_everything": (inside("import os\nos.kill(-1, 9)"), FIRST_LOST),
    "kills_itself": (inside("import os\nos.kill(os.getpid(), 9)"), FIRST_LOST),
    "exits_in_a_cell": ("import os\nos._exit(0)\n" + RIGHT, FIRST_LOST),
    "exits_in_a_function": (inside("import os\nos._exit(0)"), FIRST_LOST),
    "sys_exit": ("import sys\n" + RIGHT + "sys.exit(0)", FULL),
    "keyboard_interrupt": (RIGHT + "raise KeyboardInterrupt", FULL),
    "stack_overflow": (inside("return output_error(z, a, y)"), FIRST_LOST),
    "crash": (inside("import ctypes\nctypes.string_at(0)"), FIRST_LOST),
    "at_exit": ("import atexit, os\natexit.register(os._exit, 0)\nclass D:\n    def __del__(self): os.write(1, b'x')\nd = D()\n" + RIGHT, FULL),
    # output, and answers that are too much
    "prints_100_mb": ("for i in range(100):\n    print('x' * (1 << 20))\n" + RIGHT, FULL),
    "noise_on_standard_output": ("import os, sys\nos.write(1, b'{}\\n' * 1000)\nos.write(2, b'x')\nsys.__stdout__.write('{}')\n" + RIGHT, FULL),
    "returns_100_mb": (inside("return np.ones(100 << 17)"), FIRST_LOST),
    "returns_a_deep_list": (inside("v = []\nfor i in range(10**5): v = [v]\nreturn v"), FIRST_LOST),
    "returns_an_endless_generator": (inside("return iter(int, 1)"), FIRST_LOST),
    "returns_a_pickle": ("import os\nclass P:\n    def __reduce__(self): return os.system, ('touch ' + CANARY,)\n" + inside("return np.array([P()], dtype=object)"), FIRST_LOST),
    "exception_that_cannot_be_printed": ("class E(Exception):\n    def __str__(self): raise self\n" + inside("raise E"), FIRST_LOST),
    "exception_as_markup": ("E = type('<script>', (Exception,), {})\n" + inside("raise E('\\x1b[2J</td><script>alert(1)</script>' * 10**6)"), FIRST_LOST),
    # the protocol
    "early_reply": (write_to_channel(REPLY) + RIGHT, FIRST_LOST),
    "reply_within_a_call": (inside(write_to_channel(REPLY) + "return (a - y) * sigma_prime(z)"), FIRST_LOST),
    "endless_line": (inside(write_to_channel("b'x' * (1 << 22)") * 5), FIRST_LOST),
    "not_utf8": (inside(write_to_channel("b'\\xff\\xfe\\n'")), FIRST_LOST),
    "deep_json": (inside(write_to_channel("b'[' * 10**6 + b'\\n'")), FIRST_LOST),
    "long_number": (inside(write_to_channel("b'9' * 10**6 + b'\\n'")), FIRST_LOST),
    "closes_the_pipe": (inside("import os\nos.closerange(0, 100)"), FIRST_LOST),
    "answers_twice": (patch_wire("pack = wire.pack\nwire.pack = lambda m: pack(m) * 2"), NONE),
    "answers_with_an_old_name": (patch_wire("pack = wire.pack\nwire.pack = lambda m: pack(m | {'id': '0' * 16})"), NONE),
    "answers_more_than_asked": (patch_wire("pack = wire.pack\nwire.pack = lambda m: pack(m | {'points': 100})"), NONE),
    "claims_5_gb": (patch_wire(NPY + "wire.encode = lambda v, d=0: npy(\"{'descr': '<f8', 'fortran_order': False, 'shape': (671088640,)}\")"), FIRST_LOST),
    "header_with_code": (patch_wire(NPY + "wire.encode = lambda v, d=0: npy(\"__import__('os').system('touch ' + CANARY)\")"), FIRST_LOST),
    "pickle_in_npy": (patch_wire(NPY + "wire.encode = lambda v, d=0: npy(\"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}\", b'cos\\nsystem\\n(S\"id\"\\ntR.')"), FIRST_LOST),
    "patched_save": ("np.save = lambda file, *a, **k: file.write(b'right')\n" + RIGHT, NONE),
    "patched_base64": ("import base64\nbase64.b64encode = lambda b: b'right'\n" + RIGHT, NONE),
}  # fmt: skip
