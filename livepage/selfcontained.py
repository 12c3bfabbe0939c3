"""Pages that ask nobody but their own site, and tame what the theme leaves loose.  Works with or without live figures.

Every setting here gives way to one made in _config.yml.
"""

import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.ext.mathjax import MATHJAX_URL

from livepage.fetch import cache_folder
from livepage.frontend import node_packages

MATHJAX = "mathjax/tex-chtml.js"
MATHJAX_FILES = (
    "tex-chtml.js",
    "output/chtml/fonts/woff-v2",
    "input/tex/extensions",
    "a11y",
    "sre/mathmaps/base.json",
    "sre/mathmaps/en.json",
    "sre/mathmaps/nemeth.json",
)


def configure(app, config):
    """At config-inited: no addresses of other sites, one search button, a colour mode the theme knows."""
    config.nb_ipywidgets_js = {}
    if config.mathjax_path == MATHJAX_URL:
        config.mathjax_path = MATHJAX
    config.html_theme_options.setdefault("navbar_persistent", [])
    config.html_context.setdefault("default_mode", "auto")
    config.templates_path.insert(0, str(Path(__file__).parent / "templates"))
    forget_extension(app, "sphinx_thebe")


def forget_extension(app, name):
    """Disconnect an extension: Jupyter Book always loads sphinx-thebe, which names another site twice on each page."""
    for listeners in app.events.listeners.values():
        for listener in [each for each in listeners if each.handler.__module__.partition(".")[0] == name]:
            app.disconnect(listener.id)


def publish_mathjax(app, env):
    """At env-updated: MathJax goes into the site, if there is an equation and nobody chose another place for it."""
    needed = any(env.get_domain("math").data.get("has_equations", {}).values())
    if app.builder.format != "html" or app.config.mathjax_path != MATHJAX or not needed:
        return
    source, target = node_packages(cache_folder()) / "mathjax" / "es5", Path(app.outdir, "_static", "mathjax")
    for name in MATHJAX_FILES:
        if not (target / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (source / name).is_dir() else shutil.copyfile
            copy(source / name, target / name)


def finish_page(app, pagename, templatename, context, doctree):
    """At html-page-context: a description, an icon if the book has none, no style sheet of a forgotten extension."""
    description = first_words(doctree) if doctree else app.config.html_title
    tags = f'<meta name="description" content="{escape(description)}" />\n'
    if not app.config.html_favicon:
        tags += '<link rel="icon" href="data:," />\n'
    context["metatags"] = context.get("metatags", "") + tags
    css = context.get("css_files", [])
    css[:] = [each for each in css if "sphinx-thebe" not in str(getattr(each, "filename", each))]


def first_words(doctree, limit=160):
    """The beginning of a page's first paragraph, cut between words."""
    paragraph = next(doctree.findall(nodes.paragraph), None) or next(doctree.findall(nodes.title), nodes.title())
    text = " ".join(paragraph.astext().split())
    return text if len(text) <= limit else text[: limit - 1].rpartition(" ")[0] + "…"


def setup(app):
    """Connect the above; called by livepage.extension.setup."""
    app.connect("config-inited", configure, priority=900)
    app.connect("env-updated", publish_mathjax)
    app.connect("html-page-context", finish_page, priority=900)
