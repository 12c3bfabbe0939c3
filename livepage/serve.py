"""Serve a built site on this machine, for reading: `python -m livepage.serve _build/html [--port 8000]`.

Loopback only. A busy port is passed over for the next free one; the address is printed.
"""

import argparse
import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TRIES = 100  # ports to try, from the one asked for


class Handler(SimpleHTTPRequestHandler):
    """Files with the types that browsers insist on, and no line of log for each."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
    }

    def log_message(self, *words):
        pass


def listen(folder, port=8000):
    """A server of `folder` on the first free port from `port` on, not yet running; port 0 takes any.

    Raises OSError when none of the next hundred is free, FileNotFoundError when there is no site in the folder.
    """
    if not (Path(folder) / "index.html").is_file():
        raise FileNotFoundError(f"there is no index.html in {folder}; build the book first")
    handler = functools.partial(Handler, directory=str(folder))
    for candidate in range(port, min(port + TRIES, 65536)):
        try:
            return ThreadingHTTPServer(("127.0.0.1", candidate), handler)
        except OSError:  # busy
            continue
    raise OSError(f"no free port from {port} to {port + TRIES - 1}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args(arguments)
    try:
        server = listen(asked.folder, asked.port)
    except OSError as error:
        sys.exit(str(error))
    print(f"The book is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
