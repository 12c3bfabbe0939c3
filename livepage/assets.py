"""Everything a page asks for at run time, put into the site: bundles, Pyodide, and the archives of Python packages."""

import hashlib
import json
import shutil

from livepage.archive import archive, folder_files, wheel_files
from livepage.fetch import write_whole
from livepage.frontend import bundles, node_packages
from livepage.recordings import HERE, RUNTIME, package_files, package_folder
from livepage.wheels import REQUIREMENTS, runtime_wheels

PYODIDE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
FETCHED = ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")  # counted by the worker as they come


def publish(target, packages, cache):
    """Fill the folder `target` of a site with all that its live pages need."""
    target.mkdir(parents=True, exist_ok=True)
    for path in bundles(cache).iterdir():
        copy(path, target / path.name)
    pyodide = node_packages(cache) / "pyodide"
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    core = target / f"pyodide-{version}"
    publish_pyodide(pyodide, core)
    archives = [libraries_archive(pyodide, cache), packages_archive(packages, cache)]
    for old in {*target.glob("*.zip")} - {target / each.name for each in archives}:
        old.unlink()
    for path in archives:
        copy(path, target / path.name)
    write_manifest(target, core, [each.name for each in archives])


def publish_pyodide(source, core):
    """Copy Pyodide's core; its lock goes without the packages, for nothing is loaded by name."""
    core.mkdir(exist_ok=True)
    for name in PYODIDE:
        copy(source / name, core / name)
    lock = json.loads((source / "pyodide-lock.json").read_text("utf-8"))
    (core / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), "utf-8")


def libraries_archive(pyodide, cache):
    """The archive of numpy and the widget libraries, made again only when the locks change."""
    made_from = REQUIREMENTS, pyodide / "pyodide-lock.json", HERE / "archive.py"
    kept = cache / f"libraries-{short(b''.join(path.read_bytes() for path in made_from))}.zip"
    if not kept.exists():
        write_whole(kept, archive(wheel_files(runtime_wheels(pyodide, cache))))
    return kept


def packages_archive(packages, cache):
    """The archive of livepage's own runtime and the book's packages, named after its content."""
    files = folder_files(HERE, [*RUNTIME, HERE / "browser.py", HERE / "state.py"], "livepage")
    for package in packages:
        files |= folder_files(package_folder(package), package_files(package), package)
    data = archive(files)
    return write_whole(cache / f"packages-{short(data)}.zip", data)


def write_manifest(target, core, archives):
    """manifest.json tells the worker what to load, and how many bytes that is."""
    files = [*(core / name for name in FETCHED), *(target / name for name in archives)]
    manifest = {"pyodide": f"{core.name}/", "archives": archives, "bytes": sum(path.stat().st_size for path in files)}
    (target / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def copy(source, target):
    """Copy a file unless the target is already the same."""
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def short(data):
    """A short hash of some bytes."""
    return hashlib.sha256(data).hexdigest()[:16]
