"""livepage: a Jupyter Book whose widgets stay alive on a static site.  See README.md beside this file.

This file imports nothing, because the reader's browser imports `livepage.runtime` too, and there is no Sphinx there.
"""

__version__ = "0.1.0"


def setup(app):
    """Sphinx's entry point."""
    from livepage.extension import setup as set_up

    return set_up(app)
