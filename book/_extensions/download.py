"""Puts what a reader needs to run the notebooks into the site: backpropagation.zip, the chapters and nnlib."""

import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = "backpropagation"
FILES = ["README.md", "LICENSE", "CITATION.cff", "requirements.txt", "pyproject.toml", "hatch_build.py"]
FOLDERS = ["book", "nnlib"]
MADE = {"node_modules", "static", "__pycache__", ".ipynb_checkpoints", "_extensions"}  # and not part of the sources
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


def sources():
    """The files, relative to the root of the project, in order."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    inside = [path.relative_to(ROOT) for path in found]
    return [Path(name) for name in FILES] + sorted(path for path in inside if not MADE & set(path.parts))


def pack(app, error):
    """At build-finished: write the archive beside the pages."""
    if error or app.builder.format != "html":
        return
    with zipfile.ZipFile(Path(app.outdir) / f"{NAME}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sources():
            entry = zipfile.ZipInfo(f"{NAME}/{path.as_posix()}", LONG_AGO)
            archive.writestr(entry, (ROOT / path).read_bytes(), zipfile.ZIP_DEFLATED)


def setup(app):
    app.connect("build-finished", pack)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
