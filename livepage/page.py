"""Live figures in Sphinx's documents: from a notebook's live cells to the HTML of its page."""

import hashlib
import json
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from livepage.notebook import BadCell, live_figures
from livepage.recordings import CannotRecord, dependencies, recordings

logger = logging.getLogger(__name__)

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WAITING = (
    "This figure is interactive and has not started. "
    "It needs JavaScript, and a page that comes from a web server rather than from a file."
)


class livefigure(nodes.General, nodes.Element):
    """A figure: `recording` holds its recording; its children are what readers without JavaScript see."""


def find_figures(app, doctree):
    """At doctree-read: replace the stored output of every live cell by a livefigure node."""
    docname = app.env.docname
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    try:
        figures = live_figures(path)
    except BadCell as problem:
        return complain(app.env, "cell", "%s", problem)
    if figures:
        app.env.metadata[docname]["livepage"] = True
        for each in dependencies(app.config.livepage_packages):
            app.env.note_dependency(str(each))
        place_figures(app, doctree, path, figures)


def place_figures(app, doctree, path, figures):
    """Record the figures of one notebook and put each where its cell's output stands."""
    cache = Path(app.doctreedir) / "livepage"
    try:
        made = recordings(list(figures.values()), app.config.livepage_packages, path.parent, cache)
    except (CannotRecord, ModuleNotFoundError) as problem:
        return complain(app.env, "record", "%s", problem)
    by_index = dict(zip(figures, made, strict=True))
    cells = doctree.findall(lambda node: isinstance(node, nodes.container) and "cell_index" in node)
    for cell in list(cells):
        recording = by_index.get(cell["cell_index"])
        if recording and "error" in recording:
            warn(app.env, path, recording)
        elif recording:
            place(cell, recording)


def warn(env, path, recording):
    """Say which figure could not be recorded, and why: with -W this stops the build."""
    last = "\n".join(recording["error"]["traceback"].strip().splitlines()[-12:])
    said = "%s: the live cell %r could not be recorded:\n%s"
    complain(env, "record", said, path.name, recording["name"], last)


def complain(env, subtype, *words):
    """Warn about the page being read; the next build reads it again, so that it cannot pass without its figures."""
    env.note_reread()
    logger.warning(*words, location=env.docname, type="livepage", subtype=subtype)


def place(cell, recording):
    """Put a livefigure into a cell's container, in place of the widget that the notebook stored."""
    figure = livefigure(recording=recording)
    stored = [node for node in cell.findall(nodes.container) if node.get("mime_type") == WIDGET_VIEW]
    if stored:
        bundle = stored[0].parent
        pictures = [child for child in bundle.children if child["mime_type"].startswith("image/")]
        figure.extend(node for picture in pictures[:1] for node in picture.children)
        for picture in figure.findall(nodes.image):
            picture.setdefault("alt", "The figure before anything is changed")
        bundle.replace_self(figure)
    else:
        cell.append(nodes.container("", figure, nb_element="cell_code_output", classes=["cell_output"]))


def visit_html(self, node):
    """Write the figure's frame; the page's script fills it."""
    self.body.append(
        f'<div class="livepage" id="fig-{node["recording"]["name"]}" data-state="static">'
        f'<div class="livepage-view"></div><p class="livepage-waiting">{WAITING}</p><noscript>'
    )


def depart_html(self, node):
    """Close what visit_html opened."""
    self.body.append("</noscript></div>")


def pass_through(self, node):
    """In other formats a figure is its stored picture."""


def add_data(app, pagename, templatename, context, doctree):
    """At html-page-context: a page with figures gets its data, the script and the style sheet; others get nothing."""
    figures = [dict(node["recording"]) for node in doctree.findall(livefigure)] if doctree else []
    if not figures:
        return
    views = Path(app.outdir, "_static", "livepage", "views")
    for figure in figures:
        figure["models"] = {key: with_files(model, views) for key, model in figure["models"].items()}
    data = json.dumps({"patience": app.config.livepage_patience, "figures": figures}, ensure_ascii=False)
    context["body"] += f'<script type="application/json" id="livepage-data">{safe(data)}</script>'
    app.add_js_file("livepage/page.js", type="module")
    app.add_css_file("livepage/page.css")


def with_files(model, views):
    """A model whose `_esm` and `_css` lie in files named after their content, once per site."""
    state = dict(model["state"])
    for key, suffix in (("_esm", "js"), ("_css", "css")):
        if state.get(key):
            content = state[key].encode()
            name = f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
            views.mkdir(parents=True, exist_ok=True)
            (views / name).write_bytes(content)
            state[key] = {"file": name}
    return {**model, "state": state}


def safe(data):
    """JSON that can stand in a script element."""
    return data.replace("<", "\\u003c")


def has_figures(env):
    """Does any page of the book have a live figure?"""
    return any(metadata.get("livepage") for metadata in env.metadata.values())
