"""Content-addressed fetching: a hash says which bytes are wanted, and any source that has them will do.

A source is a pair (label, read); read(file name) returns bytes or raises.  Bytes with another hash are refused by name.
"""

import hashlib
import os
import sys
import urllib.request
from pathlib import Path


class Unavailable(Exception):
    """No source had the wanted bytes; the message lists what each of them said."""


def cache_folder():
    """Where fetched and built things are kept between builds."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "livepage"


def sha256(data):
    """The hash of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fetch(name, wanted, sources, cache):
    """The path of file `name` with hash `wanted` in the cache; asks the sources, in order, when it is not there yet.

    Raises Unavailable when all of them fail.
    """
    kept = cache / "sha256" / wanted / name
    if kept.exists() and sha256(kept.read_bytes()) == wanted:
        return kept
    complaints = []
    for label, read in sources:
        try:
            data = read(name)
        except Exception as error:
            complaints.append(f"{label}: {error}")
            continue
        if sha256(data) == wanted:
            return write_whole(kept, data)
        complaints.append(f"{name} from {label} has sha256 {sha256(data)}, the lock says {wanted}: refused")
        print(f"livepage: {complaints[-1]}", file=sys.stderr)
    raise Unavailable(f"{name} could not be fetched:\n  " + "\n  ".join(complaints or ["no source is known"]))


def write_whole(path, data):
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    return partial.replace(path)  # also on a machine where another build has just done the same


def mirror(place):
    """A source that reads from a folder or from a web address."""

    def read(name):
        if "://" not in place:
            return Path(place, name).read_bytes()
        with urllib.request.urlopen(f"{place.rstrip('/')}/{name}", timeout=60) as reply:
            return b"".join(with_progress(reply, name))

    return f"the mirror {place}", read


def with_progress(reply, name):
    """The chunks of a reply; on a terminal, a bar shows how many have come."""
    total, done = int(reply.headers.get("Content-Length") or 0), 0
    while chunk := reply.read(1 << 16):
        done += len(chunk)
        if sys.stderr.isatty() and total:
            bar = "█" * (30 * done // total)
            print(f"\r{name} {bar:<30} {done / 1e6:.1f} MB", end="\n" if done == total else "", file=sys.stderr)
        yield chunk
