"""What is packed for the browser: the same bytes every time, and the versions the build itself uses."""

import json
import zipfile
from importlib.metadata import version
from io import BytesIO

import pytest

from livepage import assets, recordings
from livepage.archive import archive, wheel_files
from livepage.frontend import PACKAGE
from livepage.wheels import requirements, with_dependencies


def test_an_archive_is_the_same_whatever_the_order():
    one = archive({"a.py": b"1", "b/c.py": b"2"})
    assert one == archive({"b/c.py": b"2", "a.py": b"1"})
    with zipfile.ZipFile(BytesIO(one)) as opened:
        assert opened.namelist() == ["a.py", "b/c.py"]
        assert opened.read("b/c.py") == b"2"


def test_a_wheel_is_trimmed_of_what_a_browser_never_imports(tmp_path):
    kept = ["p/__init__.py", "p/tested.py", "p/core.so", "p-1.dist-info/METADATA", "p/data.json"]
    dropped = ["p/tests/test_p.py", "p/x.pyi", "p/nbextension/index.js", "p-1.data/data/x.js", "p-1.dist-info/RECORD"]
    wheel = tmp_path / "p.whl"
    with zipfile.ZipFile(wheel, "w") as opened:
        for name in kept + dropped:
            opened.writestr(name, name)
    assert sorted(wheel_files([wheel])) == sorted(kept)


def test_the_browser_gets_the_versions_the_build_uses():
    """Otherwise a figure recorded at build time might not fit the one in the browser."""
    wanted = {each["name"]: each["version"] for each in requirements()}
    assert set(wanted) == {"ipywidgets", "anywidget", "comm", "traitlets", "psygnal", "typing_extensions"}
    assert wanted == {name: version(name) for name in wanted}


def test_the_lock_of_the_javascript_names_no_host_and_checks_every_package():
    locked = json.loads(PACKAGE[1].read_text("utf-8"))["packages"]
    packages = {name: each for name, each in locked.items() if name}
    assert len(packages) > 50
    assert [name for name, each in packages.items() if "resolved" in each or "integrity" not in each] == []


def test_dependencies_of_dependencies_are_packed_once():
    lock = {"a": {"depends": ["b", "c"]}, "b": {"depends": ["c"]}, "c": {"depends": ["a"]}}
    assert with_dependencies("a", lock) == ["a", "b", "c"]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An importable package with data, caches and what else lies about."""
    for name in ("__init__.py", "view.js", "view.js.map", "data/x.csv", "__pycache__/x.pyc", "node_modules/y.js"):
        path = tmp_path / "source" / "pack_me" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.syspath_prepend(tmp_path / "source")
    return "pack_me"


def test_a_package_is_packed_with_its_data_and_without_its_caches(package, tmp_path):
    with zipfile.ZipFile(assets.packages_archive([package], tmp_path)) as opened:
        names = set(opened.namelist())
    assert {name for name in names if name.startswith("pack_me/")} == {
        "pack_me/__init__.py",
        "pack_me/view.js",
        "pack_me/data/x.csv",
    }
    assert {"livepage/runtime.py", "livepage/browser.py", "livepage/state.py"} < names


def test_the_archive_is_named_after_its_content(package, tmp_path):
    first = assets.packages_archive([package], tmp_path)
    assert assets.packages_archive([package], tmp_path) == first
    (recordings.package_folder(package) / "view.js").write_text("changed")
    assert assets.packages_archive([package], tmp_path) != first
