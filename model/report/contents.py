"""The contents of a report before it has a form: sections of paragraphs, points, tables, methods and charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.charts import identity
from model.charts.chart import Chart
from model.text import Texts


@dataclass(frozen=True)
class Mark:
    """Colour `#rrggbb` and marker of an algorithm, the same as in every chart.

    `points` is a polygon in a square of 100 by 100, in SVG notation; empty for a circle.
    """

    colour: str
    points: str


@dataclass(frozen=True)
class AlgorithmName:
    """The name of an algorithm with its mark."""

    name: str
    mark: Mark


@dataclass(frozen=True)
class IntervalCell:
    """A cell with a value and its interval; neither is broken across lines."""

    value: str
    between: str


Cell = str | AlgorithmName | IntervalCell


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `weight` is `strong` for a key sentence, `small` for a note, else empty."""

    text: str
    weight: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Points:
    """A list of points; each has a highlighted part, which may be empty, and a text."""

    items: tuple[tuple[str, str], ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True)
class Grid:
    """A table; column `heads` names the rows, and the columns `code` hold hashes."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    code: tuple[int, ...] = ()
    kind: str = field(default="grid", init=False)


@dataclass(frozen=True)
class Method:
    """One algorithm in words, with its facts in one line."""

    algorithm: AlgorithmName
    text: str
    facts: str
    kind: str = field(default="method", init=False)


@dataclass(frozen=True)
class LegendEntry:
    """An entry of a chart's legend; `mark` is None for a line that belongs to no algorithm."""

    name: str
    mark: Mark | None


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart with its numbers in words, and its legend, which is empty where the chart names its rows itself."""

    chart: Chart
    legend: tuple[LegendEntry, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = field(default="picture", init=False)


Block = Paragraph | Heading | Points | Grid | Method | Picture


@dataclass(frozen=True, eq=False)
class Section:
    """A section; `name` is its anchor, `items` those of TRIPOD+AI and the part of CLEAR Derm that it answers."""

    name: str
    title: str
    items: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Contents:
    """A whole report in one language.

    `brand` is the project's name, `made` states date and ranking rule, `notice` is printed on every page, and `words`
    has further words of the template by name.
    """

    language: str
    brand: str
    title: str
    made: str
    notice: str
    words: dict[str, str]
    sections: tuple[Section, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All charts in order."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Picture))


def mark_of(slug: str) -> Mark:
    """Colour and marker of an algorithm on white paper."""
    points = " ".join(f"{x:g},{y:g}" for x, y in identity.outline(slug))
    return Mark(identity.colour(slug), points)


def section(t: Texts, name: str, items: str, part: str, *blocks: Block) -> Section:
    """The section `report.sections.<name>`, which answers items of TRIPOD+AI and a part of CLEAR Derm or none ('')."""
    words = t("report.items", items=items) + (f" · {t(f'report.clear.{part}')}" if part else "")
    return Section(name, t(f"report.sections.{name}"), words, blocks)
