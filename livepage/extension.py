"""What livepage tells Sphinx: its settings, its node, and what to do at which moment of a build."""

from pathlib import Path

from livepage import __version__, page, selfcontained
from livepage.assets import publish
from livepage.fetch import cache_folder


def publish_assets(app, env):
    """At env-updated, when all pages are read: put into the site what its live pages ask for."""
    if app.builder.format == "html" and page.has_figures(env):
        publish(Path(app.outdir, "_static", "livepage"), app.config.livepage_packages, cache_folder())


def setup(app):
    """Connect everything; called by livepage.setup."""
    app.add_config_value("livepage_packages", [], "env", [list])
    app.add_config_value("livepage_patience", 60, "html", [int, float])
    other = (page.pass_through, page.pass_through)
    app.add_node(page.livefigure, html=(page.visit_html, page.depart_html), latex=other, text=other)
    app.connect("doctree-read", page.find_figures)
    app.connect("env-updated", publish_assets)
    app.connect("html-page-context", page.add_data)
    selfcontained.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
