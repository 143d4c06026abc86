"""The contents of a report before it has a form: sections of paragraphs, points, tables, methods and charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.charts import identity
from model.charts.chart import Chart
from model.text import Texts


@dataclass(frozen=True)
class Mark:
    """Colour and marker of an algorithm, the same as in every chart.

    Attributes:
        colour: `#rrggbb`.
        points: polygon in a square of 100 by 100, in SVG notation; empty for a circle.
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
    """A table.

    Attributes:
        caption: its caption.
        header: one heading per column.
        rows: cells in words.
        heads: index of the column that names the rows.
        code: indices of the columns that hold hashes.
    """

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
    """A chart with its legend and its numbers.

    Attributes:
        chart: the chart.
        legend: its legend; empty where the chart names its rows itself.
        rows: the numbers behind it, in words.
    """

    chart: Chart
    legend: tuple[LegendEntry, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = field(default="picture", init=False)


Block = Paragraph | Heading | Points | Grid | Method | Picture


@dataclass(frozen=True, eq=False)
class Section:
    """A section.

    Attributes:
        name: its anchor.
        title: its heading.
        items: the items of TRIPOD+AI and the part of CLEAR Derm that it answers.
        blocks: its blocks in order.
    """

    name: str
    title: str
    items: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Contents:
    """A whole report in one language.

    Attributes:
        language: `fr` or `en`.
        brand: name of the project.
        title: title of the report.
        made: date and ranking rule in words.
        notice: the notice that this is not for diagnosis, printed on every page.
        words: further words of the template, by name.
        sections: in order.
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
    """A section whose heading names the items of TRIPOD+AI and the part of CLEAR Derm that it answers.

    Args:
        t: the sentences of the language.
        name: its title is `report.sections.<name>`.
        items: items of TRIPOD+AI.
        part: part of CLEAR Derm, as in `report.clear.<part>`; empty for none.
        blocks: its contents.
    """
    words = t("report.items", items=items)
    if part:
        words += f" · {t(f'report.clear.{part}')}"
    return Section(name, t(f"report.sections.{name}"), words, blocks)
