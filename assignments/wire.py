"""What passes between the grader and the sandbox: JSON lines, arrays as base64 of the .npy format.

The grader decodes what a student's process wrote, so `decode` trusts nothing: no pickles, no objects, no array whose
header claims more than the bytes that follow, no nesting beyond a list of lists.
"""

import base64
import io
import json
import math

import numpy as np

DEEPEST = 4
LONGEST_TEXT = 500
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


class Refused(Exception):
    """What came through the wire is not a value that the grader accepts."""


def encode(value, deepest=DEEPEST):
    """A value as JSON-able data; what is no number, array, text, None or list of these becomes its type's name."""
    if value is None or isinstance(value, bool | str):
        return {"is": value if not isinstance(value, str) else value[:LONGEST_TEXT]}
    if type(value) in (int, float):
        return {"is": value}
    if isinstance(value, list | tuple) and deepest:
        return {"tuple" if isinstance(value, tuple) else "list": [encode(v, deepest - 1) for v in value]}
    if isinstance(value, np.ndarray | np.generic):
        stream = io.BytesIO()
        np.save(stream, np.asarray(value), allow_pickle=False)
        return {"npy": base64.b64encode(stream.getvalue()).decode()}
    return {"object": type(value).__name__[:LONGEST_TEXT]}


class Other:
    """Stands for a value that cannot pass: the name of its type is all that is left of it."""


def decode(data, deepest=DEEPEST):
    """The value, made of base types only: ndarray, int, float, bool, str, None, Other, and lists and tuples of them."""
    if not isinstance(data, dict) or len(data) != 1:
        raise Refused("not a value")
    kind, content = next(iter(data.items()))
    if kind == "is" and (content is None or isinstance(content, bool | int | float | str)):
        return content
    if kind == "npy" and isinstance(content, str):
        return array(content)
    if kind in ("list", "tuple") and isinstance(content, list) and deepest:
        return (tuple if kind == "tuple" else list)(decode(d, deepest - 1) for d in content)
    if kind == "object" and isinstance(content, str):
        return type(clean(content, 40) or "object", (Other,), {})()
    raise Refused("not a value")


def array(text):
    """The array in base64 text of an .npy file: real numbers or bools, as many as the header says."""
    try:
        stream = io.BytesIO(base64.b64decode(text, validate=True))
        shape, fortran, dtype = HEADERS[np.lib.format.read_magic(stream)](stream)
        body = stream.read()
    except Exception:  # the header's parser may raise anything
        raise Refused("not an array") from None
    if dtype.hasobject or dtype.kind not in "biufc" or dtype.itemsize > 16 or dtype.subdtype:
        raise Refused("an array of something else than numbers")
    if len(shape) > 8 or math.prod(shape) * dtype.itemsize != len(body):
        raise Refused("an array whose header does not fit its bytes")
    try:
        return np.frombuffer(body, dtype).reshape(shape, order="F" if fortran else "C").copy()
    except (TypeError, ValueError, OverflowError):
        raise Refused("an array of an impossible shape") from None


def pack(message):
    """A message as one line."""
    return json.dumps(message).encode() + b"\n"


def unpack(line):
    """The message of one line: a dict."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):  # ValueError covers bad UTF-8 and numbers of a million digits
        raise Refused("not JSON") from None
    if not isinstance(message, dict):
        raise Refused("not a message")
    return message


def clean(text, longest=LONGEST_TEXT):
    """Text by a student made fit for a terminal, a CSV file and a page: printable, one line, and not too long."""
    line = " ".join(str(text).split())
    return "".join(c for c in line[: longest + 1] if c.isprintable())[:longest]
