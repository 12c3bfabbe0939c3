"""Recordings of a notebook's figures, made in a fresh process and kept until something they depend on changes."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RUNTIME = [HERE / name for name in ("__init__.py", "ipython_shim.py", "runtime.py")]
LIBRARIES = ("ipywidgets", "anywidget", "traitlets", "numpy")


class CannotRecord(Exception):
    """The recording process itself failed."""


def package_folder(package):
    """The folder that `import package` reads; raises ModuleNotFoundError with the package's name."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"livepage_packages names {package!r}, and no such package can be imported")
    return Path(next(iter(spec.submodule_search_locations)))


def package_files(package):
    """All files of a package that count, sorted: no caches, no node_modules, no source maps."""
    skip = {"__pycache__", "node_modules"}
    files = (path for path in package_folder(package).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in {".map", ".pyc"} and not skip & {*path.parts})


def dependencies(packages):
    """Every file a recording depends on, beside the notebook."""
    return [*RUNTIME, HERE / "state.py", HERE / "record.py", *(f for each in packages for f in package_files(each))]


def key(figures, packages):
    """The name under which recordings of these figures are kept: a hash of all they depend on."""
    digest = hashlib.sha256(json.dumps([figures, sys.version, *map(version, LIBRARIES)]).encode())
    for path in dependencies(packages):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def recordings(figures, packages, folder, cache):
    """The recordings of `figures` ([{"name", "cells"}, …]), run in `folder`, from `cache` when it has them."""
    kept = cache / f"{key(figures, packages)}.json"
    if not kept.exists():
        made = _record(figures, packages, folder)
        if any("error" in each for each in made):
            return made
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(made), "utf-8")
    return json.loads(kept.read_text("utf-8"))


def _record(figures, packages, folder):
    """Run livepage.record on a job in a temporary folder."""
    with tempfile.TemporaryDirectory() as scratch:
        job, result = Path(scratch, "figures.json"), Path(scratch, "recordings.json")
        job.write_text(json.dumps({"figures": figures, "packages": packages}), "utf-8")
        path = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
        done = subprocess.run(
            [sys.executable, "-m", "livepage.record", str(job), str(result)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CannotRecord(f"python -m livepage.record failed:\n{done.stderr[-2000:]}")
        return json.loads(result.read_text("utf-8"))
