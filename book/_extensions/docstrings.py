"""Shows docstrings as they are written in the code: a sentence, then lines whose columns stay aligned."""


def as_written(app, what, name, obj, options, lines):
    """autodoc's lines, in place: all after the first becomes a literal block."""
    rest = [f"   {line}" for line in lines[1:]]
    lines[:] = [escape(lines[0]), ""] + (["::", "", *rest, ""] if any(line.strip() for line in rest) else [])


def escape(text):
    """reStructuredText would take these for markup."""
    return "".join("\\" + letter if letter in "\\*`|_" else letter for letter in text)


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.viewcode")
    app.connect("autodoc-process-docstring", as_written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
