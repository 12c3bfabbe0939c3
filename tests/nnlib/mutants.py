"""Change the core in every small way that cosmic-ray knows and see whether the unit tests notice.

    python tests/nnlib/mutants.py [module …]

Works on copies in a temporary folder, two modules at a time. A mutant that survives must be listed in MUTANTS.md, by
the line it makes (a line it removes begins with -); the exit code is 1 when one is not. Needs cosmic-ray.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORE = ["network", "activations", "descent", "history", "losses", "memory", "train"]
CONFIG = """[cosmic-ray]
module-path = "nnlib/{module}.py"
timeout = 90.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
"""
TESTS = ["network", "losses", "activations", "training", "history", "validation", "gradients"]


def survivors(module):
    """(mutants made, [(operator, the line a surviving mutant makes), …]) of one module."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "nnlib", copy / "nnlib", ignore=shutil.ignore_patterns("widgets", "__pycache__"))
        shutil.copytree(HERE, copy / "tests" / "nnlib", ignore=shutil.ignore_patterns("properties", "__pycache__"))
        (copy / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\npythonpath = .\n")
        tests = " ".join(f"tests/nnlib/test_{name}.py" for name in TESTS)
        (copy / "config.toml").write_text(CONFIG.format(module=module, python=sys.executable, tests=tests))
        session = ["config.toml", "session.sqlite"]
        for step in (["baseline", "config.toml"], ["init", *session], ["exec", *session]):
            tool = [sys.executable, "-m", "cosmic_ray.cli", *step]
            subprocess.run(tool, cwd=copy, check=True, capture_output=True)
        dump = [sys.executable, "-m", "cosmic_ray.cli", "dump", "session.sqlite"]
        lines = subprocess.run(dump, cwd=copy, check=True, capture_output=True, text=True).stdout.splitlines()
    made, alive = [json.loads(line) for line in lines], []
    for job, result in made:
        if result is None or result["test_outcome"] == "survived":
            diff = (result or {}).get("diff") or ""
            changed = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            line = next((line[1:] for line in changed if line[0] == "+"), " ".join(changed)).strip()
            alive.append((job["mutations"][0]["operator_name"].removeprefix("core/"), line or "(not run)"))
    return len(made), alive


def main():
    listed = (HERE / "MUTANTS.md").read_text(encoding="utf-8")
    modules, unlisted = sys.argv[1:] or CORE, 0
    with ThreadPoolExecutor(2) as pool:
        for module, (made, alive) in zip(modules, pool.map(survivors, modules), strict=True):
            print(f"{module}: {made} mutants, {made - len(alive)} found, {len(alive)} alive", flush=True)
            for operator, line in alive:
                known = f"`{line}`" in listed
                unlisted += not known
                print(f"  {'listed  ' if known else 'NOT LISTED'} {operator}: {line}", flush=True)
    return 1 if unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
