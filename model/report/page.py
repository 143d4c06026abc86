"""Render the contents of a report as one HTML file with fonts, styles, script, charts and their numbers inside.

The content security policy of the file forbids every request. It allows its two scripts by their hashes only, so no
name or reason from a foreign table can become a script. Jinja escapes every value.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

from model.report.contents import Contents, Picture
from model.report.fonts import font_files
from model.settings import ASSETS

FOLDER = ASSETS / "report"
WIDTH = 760
"""Width at which charts are drawn before they are scaled to the paper, px."""
HALF_PAGE, WHOLE_PAGE = 340, 690
"""Heights of a chart on A4, px, at which two charts or one fit on a page with their words."""
LARGEST, SMALLEST = 0.87, 0.52
"""Scales of a chart: the width of the text, and the scale below which a chart gets a whole page."""
IDENTIFIERS = {"doi": "https://doi.org/", "arXiv": "https://arxiv.org/abs/", "jstor": "https://www.jstor.org/stable/"}
ADDRESS = re.compile(r"https?://[^\s,;]+|\b(doi|arXiv|jstor):([^\s,;]+)")
FACES = (("Source Sans", "SourceSansVF-Upright*", "200 900"), ("Source Serif", "SourceSerifVariable-Roman*", "200 900"))
"""Family, pattern of its file among Streamlit's fonts, and range of weights."""


def html_of(contents: Contents) -> str:
    """The report as one HTML file, UTF-8."""
    library, script = get_plotlyjs().replace("</script", r"<\/script"), (FOLDER / "report.js").read_text("utf-8")
    template = environment().get_template("report.html.jinja")
    return template.render(
        contents=contents,
        policy=policy_of(library, script),
        faces=Markup(faces()),
        style=Markup((FOLDER / "report.css").read_text("utf-8")),
        library=Markup(library),
        script=Markup(script),
        width=WIDTH,
    )


def linked(text: str) -> Markup:
    """The escaped text with its addresses, DOIs and arXiv numbers as links.

    >>> linked("<b> doi:10.1/x")
    Markup('&lt;b&gt; <a href="https://doi.org/10.1/x" rel="noreferrer">doi:10.1/x</a>')
    """
    written, last = Markup(), 0
    for match in ADDRESS.finditer(text):
        address = IDENTIFIERS[match[1]] + match[2] if match[1] else match[0]
        link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, match[0])
        written += escape(text[last : match.start()]) + link
        last = match.end()
    return written + escape(text[last:])


def css_string(text: str) -> Markup:
    """The text as a CSS string; every character but letters and digits is escaped by its code point.

    >>> css_string('a "b')
    Markup('"a\\\\000020\\\\000022b"')
    """
    return Markup(f'"{re.sub(r"[^a-zA-Z0-9]", lambda sign: f"{chr(92)}{ord(sign[0]):06x}", text)}"')


def figure_json(figure: go.Figure) -> Markup:
    """The figure as JSON that is safe inside a script element: it contains no `<`."""
    text = str(figure.to_json()).replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    return Markup(text)


def paper_scale(picture: Picture) -> str:
    """The scale at which a chart fits on one page with its words."""
    height = float(picture.chart.figure.layout.height)
    half = min(0.7, HALF_PAGE / height)
    return f"{half if half >= SMALLEST else min(LARGEST, WHOLE_PAGE / height):.3f}"


def environment() -> Environment:
    """The Jinja environment of the templates in `assets/report`; it escapes every value."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(linked=linked, css_string=css_string, figure_json=figure_json, paper_scale=paper_scale)
    return templates


def policy_of(*scripts: str) -> str:
    """A content security policy that forbids every request and allows only these scripts, by their hashes."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    """SHA-256 in base64, of the script with HTML's line ends."""
    return base64.b64encode(hashlib.sha256(script.replace("\r\n", "\n").encode()).digest()).decode("ascii")


@cache
def faces() -> str:
    """CSS rules with the fonts of the pages embedded; empty where the files are missing."""
    rules = []
    for family, pattern, weights in FACES:
        for file in font_files(f"{pattern}.woff2")[:1]:
            data = base64.b64encode(file.read_bytes()).decode("ascii")
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weights}; '
                f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
            )
    return "\n".join(rules)
