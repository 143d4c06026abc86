"""Contents -> one HTML file with everything inside: fonts, styles, script, charts and the numbers behind them.

The file asks for nothing: its content security policy forbids every request, and runs the two scripts that it holds by
their hashes alone, so that no name or reason from a foreign table can become a script. Jinja escapes what it fills in.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from functools import cache
from pathlib import Path

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

from model.report.contents import Contents, Picture
from model.settings import ASSETS

FOLDER = ASSETS / "report"
WIDTH = 760
"""Width at which charts are drawn, px; they are scaled to the paper from it."""
HALF_PAGE, WHOLE_PAGE = 340, 690
"""Heights that a chart may have on A4, px, so that two of them, or one, fit with their words."""
LARGEST, SMALLEST = 0.87, 0.52
"""As wide as the text of the page; a chart that would have to be made smaller than this for half a page gets a page."""
IDENTIFIERS = {
    "doi": "https://doi.org/",
    "arXiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
}
ADDRESS = re.compile(r"https?://[^\s,;]+|\b(doi|arXiv|jstor):([^\s,;]+)")
FACES = (
    ("Source Sans", "SourceSansVF-Upright*", "200 900"),
    ("Source Serif", "SourceSerifVariable-Roman*", "200 900"),
)
"""Family, file among those that Streamlit brings, weights that it holds."""


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
    """The text with its addresses, DOI and arXiv numbers as links; everything in it is escaped.

    >>> linked("<b> doi:10.1/x")
    Markup('&lt;b&gt; <a href="https://doi.org/10.1/x" rel="noreferrer">doi:10.1/x</a>')
    """
    found, last = Markup(), 0
    for match in ADDRESS.finditer(text):
        address = IDENTIFIERS[match[1]] + match[2] if match[1] else match[0]
        link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, match[0])
        found += escape(text[last : match.start()]) + link
        last = match.end()
    return found + escape(text[last:])


def css_string(text: str) -> Markup:
    """The text as a string of CSS: whatever is no letter or digit is written by its number.

    >>> css_string('a "b')
    Markup('"a\\\\000020\\\\000022b"')
    """
    return Markup(f'"{re.sub(r"[^a-zA-Z0-9]", lambda sign: f"{chr(92)}{ord(sign[0]):06x}", text)}"')


def figure_json(figure: go.Figure) -> Markup:
    """The figure as JSON that may stand in a script element: no `<` in it can end the element."""
    text = str(figure.to_json()).replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    return Markup(text)


def paper_scale(picture: Picture) -> str:
    """By how much a chart is made smaller on paper, so that it stays on one page with its words."""
    height = float(picture.chart.figure.layout.height)
    half = min(0.7, HALF_PAGE / height)
    return f"{half if half >= SMALLEST else min(LARGEST, WHOLE_PAGE / height):.3f}"


def environment() -> Environment:
    """Fills in the templates of `assets/report` and escapes whatever is filled in."""
    found = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(linked=linked, css_string=css_string, figure_json=figure_json, paper_scale=paper_scale)
    return found


def policy_of(*scripts: str) -> str:
    """The content security policy of a file that asks for nothing and runs only these scripts, or none."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    """SHA-256 as a content security policy has it; line ends as HTML reads them."""
    return base64.b64encode(hashlib.sha256(script.replace("\r\n", "\n").encode()).digest()).decode("ascii")


@cache
def faces() -> str:
    """The fonts of the pages as data, so that the file looks the same everywhere; nothing where they are missing."""
    spec = importlib.util.find_spec("streamlit")
    folder = Path(spec.origin).parent / "static" / "static" / "media" if spec and spec.origin else Path()
    rules = []
    for family, pattern, weights in FACES:
        for file in sorted(folder.glob(f"{pattern}.woff2"))[:1]:
            data = base64.b64encode(file.read_bytes()).decode("ascii")
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weights}; '
                f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
            )
    return "\n".join(rules)
