"""How Sphinx builds the site out of docs/ (`make docs`); the pages are Markdown that a forge shows as well."""

from policykb import __version__

project = "policykb"
author = "the authors of policykb"
release = __version__
extensions = ["myst_parser"]
exclude_patterns = ["generator"]
myst_heading_anchors = 3
highlight_language = "text"
html_theme = "furo"
html_title = f"policykb {release}"
html_copy_source = False
html_show_copyright = False
html_static_path = ["style"]
html_css_files = ["pages.css"]
nitpicky = True
