"""What a report consists of, before it has a form: sections of paragraphs, points, tables, methods and charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.charts.chart import Chart


@dataclass(frozen=True)
class Mark:
    """Colour and marker of an algorithm, the same as in every chart.

    Attributes:
        colour: `#rrggbb`.
        points: polygon in a square of 100 by 100, as SVG writes it; empty for a circle.
    """

    colour: str
    points: str


@dataclass(frozen=True)
class Who:
    """A cell or an entry that names an algorithm."""

    name: str
    mark: Mark


@dataclass(frozen=True)
class Figure:
    """A cell with a value and its interval, each of which stays on one line."""

    value: str
    between: str


Cell = str | Who | Figure


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `strong` for the sentence that is read first, `small` for a remark."""

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
    """A list; each point has a part that stands out, which may be empty, and its text."""

    items: tuple[tuple[str, str], ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True)
class Grid:
    """A table. The column `heads` is the heading of each row.

    Attributes:
        caption: what it shows.
        header: a word for each column.
        rows: cells as they are read.
        heads: number of the column that names the row.
        code: the columns that hold hashes.
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

    who: Who
    text: str
    facts: str
    kind: str = field(default="method", init=False)


@dataclass(frozen=True)
class Key:
    """An entry of a chart's legend: an algorithm, or a line that is none."""

    name: str
    mark: Mark | None


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart with everything that belongs to it.

    Attributes:
        chart: the chart.
        keys: its legend; empty where the chart names its rows itself.
        rows: the numbers behind it, as they are read in the language.
    """

    chart: Chart
    keys: tuple[Key, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = field(default="picture", init=False)


Block = Paragraph | Heading | Points | Grid | Method | Picture


@dataclass(frozen=True, eq=False)
class Section:
    """A section.

    Attributes:
        name: its anchor.
        title: its heading.
        items: which items of TRIPOD+AI and which part of CLEAR Derm it answers.
        blocks: what it says.
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
        title: of the report.
        made: when and by which rule.
        notice: that this is not for diagnosis; stands on every page.
        words: what the form needs to say beside the contents, by name.
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
        """All charts, in the order in which they stand."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Picture))
