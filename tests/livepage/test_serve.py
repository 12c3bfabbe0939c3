"""The local server: loopback, a busy port passed over, the right types."""

import socket
import threading
import urllib.request

import pytest

from livepage import serve


@pytest.fixture
def site(tmp_path):
    (tmp_path / "index.html").write_text("<p>here</p>")
    (tmp_path / "python.wasm").write_bytes(b"\0asm")
    return tmp_path


@pytest.fixture
def running(site):
    server = serve.listen(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_serves_wasm_under_its_type(running):
    with urllib.request.urlopen(f"{running}/python.wasm") as answer:
        assert answer.headers["Content-Type"] == "application/wasm"
        assert answer.read() == b"\0asm"


def test_a_busy_port_is_passed_over(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        with serve.listen(site, busy) as server:
            assert busy < server.server_port < busy + serve.TRIES
            assert server.server_address[0] == "127.0.0.1"


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no index\.html"):
        serve.listen(tmp_path)
