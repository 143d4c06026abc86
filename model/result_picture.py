"""Draw a result as one picture: photo, heat map, seven probabilities, version, date and the notice.

Drawn with Pillow and Streamlit's own font. Nothing is fetched or written to disk, and the PNG carries no metadata.
"""

from __future__ import annotations

import datetime
import io
import re
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from model.algorithms.contract import Examination
from model.algorithms.drawing.overlay import heat_caption, overlaid, strength
from model.algorithms.jury import Opinion, opinion_of
from model.algorithms.weights import WeightsSheet
from model.algorithms.words import none_of_seven, other_cancer, threshold_words, verdict
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.lesion.practice_words import speaks_of
from model.report.fonts import font_files
from model.text import Texts

WIDTH, MARGIN, SIDE = 1400, 50, 640
RIGHT = WIDTH - MARGIN - SIDE
"""Left edge of the right column, px."""
HEIGHT = 1345
PAPER, INK, LINE, BAR = "#fbfaf7", "#1b222b", "#8b8f92", "#c9cdd0"
SUSPICIOUS, CALM = "#D55E00", "#0072B2"
MARK = "#8c3b00"
"""Background of the warning band; the contrast of its letters is above 7."""
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def font(size: int, bold: bool = False) -> Font:
    """Return Source Sans from Streamlit's files; Pillow's built-in font where they are missing."""
    for file in font_files("SourceSansVF-Upright*"):
        try:
            sans = ImageFont.truetype(file, size)
            sans.set_variation_by_axes([700 if bold else 400])
        except OSError:
            continue
        return sans
    return ImageFont.load_default(size)


def result_picture(
    image: LesionImage,
    examination: Examination,
    sheet: WeightsSheet,
    t: Texts,
    source: str,
    opacity: float,
    practice: Practice,
    caution: str = "",
) -> Image.Image:
    """Return the result as a picture, 1400 pixels wide.

    Args:
        image: the photo.
        examination: the algorithm's answer and heat map.
        sheet: of its weights.
        t: texts of the picture's language.
        source: origin of the photo, in words.
        opacity: of the hottest place of the heat map, 0 to 1.
        practice: whose frequencies the probabilities assume, where the operating point can be converted.
        caution: a warning above the picture; empty for none.
    """
    opinion = opinion_of(sheet, examination.prediction, practice)
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(paper)
    draw.text((MARGIN, 34), t("picture.title"), INK, font(44, bold=True))
    overlay = overlaid(image.photo, examination.explanation, opacity)
    caption = f"{heat_caption(t, examination.explanation)}. {strength(t, examination.explanation)}"
    for left, shown, words in ((MARGIN, Image.fromarray(image.photo), source), (RIGHT, overlay, caption)):
        paper.paste(shown.resize((SIDE, SIDE)), (left, 110))
        _lines(draw, (left, 756), wrapped(words, 22, SIDE, rows=2), 22, 27)
    _decision(draw, t, opinion)
    _bars(draw, t, opinion)
    _footer(draw, t, sheet, opinion.threshold.practice)
    return marked(paper, caution)


def png_of(picture: Image.Image) -> bytes:
    """Return the picture as PNG bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def marked(picture: Image.Image, caution: str) -> Image.Image:
    """Return the picture below a band with the warning; the picture itself without a warning."""
    if not caution:
        return picture
    size = max(14, picture.width // 48)
    pad, step = size, round(size * 1.35)
    lines = wrapped(caution, size, picture.width - 2 * pad, rows=9, bold=True)
    band = 2 * pad + step * len(lines)
    paper = Image.new("RGB", (picture.width, picture.height + band), MARK)
    for row, line in enumerate(lines):
        ImageDraw.Draw(paper).text((pad, pad + row * step), line, PAPER, font(size, bold=True))
    paper.paste(picture, (0, band))
    return paper


def wrapped(words: str, size: int, width: int, rows: int, bold: bool = False) -> list[str]:
    """Return words in at most `rows` lines of at most `width` pixels; an ellipsis stands for the rest."""
    lines = [""]
    for word in re.split(r"[ \t\r\n]+", words.strip()):  # a no-break space holds
        longer = f"{lines[-1]} {word}".strip()
        if font(size, bold).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    shown = [
        line if font(size, bold).getlength(line) <= width else _cut(line, size, width, bold) for line in lines[:rows]
    ]
    return [*shown[:-1], _cut(lines[rows - 1], size, width, bold)] if len(lines) > rows else shown


def _lines(draw: ImageDraw.ImageDraw, corner: tuple[int, int], lines: list[str], size: int, step: int) -> None:
    for row, line in enumerate(lines):
        draw.text((corner[0], corner[1] + row * step), line, INK, font(size))


def _cut(line: str, size: int, width: int, bold: bool) -> str:
    while line and font(size, bold).getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line}…"


def _decision(draw: ImageDraw.ImageDraw, t: Texts, opinion: Opinion) -> None:
    melanoma, threshold, above = opinion.melanoma, opinion.threshold.value, opinion.suspicious
    top = 835
    draw.text((MARGIN, top), t("result.figure_label"), INK, font(24))
    draw.text((MARGIN, top + 24), t.percent(melanoma), INK, font(96, bold=True))
    colour = SUSPICIOUS if above else CALM
    if above:
        draw.polygon([(MARGIN, top + 172), (MARGIN + 24, top + 172), (MARGIN + 12, top + 150)], fill=colour)
    else:
        draw.ellipse([MARGIN, top + 150, MARGIN + 22, top + 172], fill=colour)
    draw.text((MARGIN + 36, top + 146), verdict(t, above), INK, font(24, bold=True))
    scale = (MARGIN, top + 196, MARGIN + 560, top + 212)
    draw.rectangle(scale, fill=BAR)
    draw.rectangle((*scale[:2], scale[0] + 560 * melanoma, scale[3]), fill=colour)
    mark = scale[0] + 560 * threshold
    draw.line((mark, scale[1] - 6, mark, scale[3] + 6), fill=INK, width=4)
    draw.text((mark, scale[3] + 10), threshold_words(t, opinion), INK, font(20))
    remarks = f"{other_cancer(t, opinion)} {none_of_seven(t, opinion)}".strip()
    _lines(draw, (MARGIN, scale[3] + 40), wrapped(remarks, 22, SIDE, rows=2), 22, 26)


def _bars(draw: ImageDraw.ImageDraw, t: Texts, opinion: Opinion) -> None:
    left, width, top = RIGHT, SIDE, 835
    prediction = opinion.stated
    order = [Diagnosis.MEL, *(d for d in prediction.ranked() if d is not Diagnosis.MEL)]
    for row, diagnosis in enumerate(order):
        y = top + row * 40
        share = prediction.of(diagnosis)
        draw.rectangle((left, y, left + width, y + 34), fill="#efede6")
        draw.rectangle((left, y, left + width * share, y + 34), fill=BAR)
        name = t(f"diagnoses.{diagnosis}.name")
        draw.text((left + 10, y + 4), name[0].upper() + name[1:], INK, font(22))
        draw.text((left + width - 10, y + 4), t.percent(share), INK, font(22, bold=True), anchor="ra")


def _footer(draw: ImageDraw.ImageDraw, t: Texts, sheet: WeightsSheet, practice: Practice) -> None:
    today = t.date(datetime.datetime.now().astimezone().date())
    top = 1140
    draw.line((MARGIN, top, WIDTH - MARGIN, top), fill=LINE, width=2)
    version = t("picture.version", version=sheet.version)
    draw.text((MARGIN, top + 14), f"{version}   ·   {today}", INK, font(20))
    words = f"{t('picture.notice')} {speaks_of(t, practice)}"
    _lines(draw, (MARGIN, top + 50), wrapped(words, 21, WIDTH - 2 * MARGIN, rows=5), 21, 28)
