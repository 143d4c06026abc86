"""A result as one picture to keep: photo, heat map, seven probabilities, version, date and the notice.

Drawn with Pillow, in the font that Streamlit brings, so nothing is fetched and nothing is written to disk. The PNG
carries no metadata.
"""

from __future__ import annotations

import datetime
import importlib.util
import io
import re
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from model.algorithms.contract import Examination
from model.algorithms.drawing.overlay import overlaid, strength
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.lesion.practice_words import speaks_of
from model.text import Texts

WIDTH, MARGIN, SIDE = 1400, 50, 640
HEIGHT = 1345
PAPER, INK, LINE, BAR = "#fbfaf7", "#1b222b", "#8b8f92", "#c9cdd0"
SUSPICIOUS, CALM = "#D55E00", "#0072B2"
MARK = "#8c3b00"
"""Ground of the band that says why a picture should not be believed; its letters have a contrast of over 7."""
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def font(size: int, bold: bool = False) -> Font:
    """Source Sans from Streamlit's own files; Pillow's built-in font where they are not there."""
    spec = importlib.util.find_spec("streamlit")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    for file in sorted(folder.glob("static/static/media/SourceSansVF-Upright*")):
        try:
            found = ImageFont.truetype(file, size)
            found.set_variation_by_axes([700 if bold else 400])
        except OSError:
            continue
        return found
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
    """The result sheet, 1400 pixels wide.

    Args:
        image: the lesion image.
        examination: what the algorithm said of it.
        sheet: of the algorithm's weights.
        t: the language to write in.
        source: where the photo came from, in words.
        opacity: of the hottest place of the heat map.
        practice: whose frequencies the probabilities speak of, where the operating point does.
        caution: what has to be read before the figures, such as that no lesion was recognised; empty for a good photo.
    """
    opinion = Opinion(sheet.slug, examination.prediction, sheet.operating_point.shown_in(practice))
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(paper)
    draw.text((MARGIN, 34), t("picture.title"), INK, font(44, bold=True))
    right = WIDTH - MARGIN - SIDE
    paper.paste(Image.fromarray(image.photo).resize((SIDE, SIDE)), (MARGIN, 110))
    paper.paste(overlaid(image.photo, examination.explanation, opacity).resize((SIDE, SIDE)), (right, 110))
    name = t(f"diagnoses.{examination.explanation.target}.name")
    caption = f"{t('view.heat_caption', diagnosis=name)}. {strength(t, examination.explanation)}"
    for left, words in ((MARGIN, source), (right, caption)):
        for row, line in enumerate(wrapped(words, 22, SIDE, rows=2)):
            draw.text((left, 756 + row * 27), line, INK, font(22))
    _decision(draw, t, opinion)
    _bars(draw, t, opinion)
    _footer(draw, t, sheet, opinion.threshold.practice)
    return marked(paper, caution)


def result_png(
    image: LesionImage,
    examination: Examination,
    sheet: WeightsSheet,
    t: Texts,
    source: str,
    opacity: float,
    practice: Practice,
    caution: str = "",
) -> bytes:
    """The result sheet as PNG bytes."""
    buffer = io.BytesIO()
    result_picture(image, examination, sheet, t, source, opacity, practice, caution).save(buffer, "PNG")
    return buffer.getvalue()


def marked(picture: Image.Image, caution: str) -> Image.Image:
    """The picture under a band with the caution, in letters that stay readable; the picture itself without one."""
    if not caution:
        return picture
    size = max(14, picture.width // 48)
    pad, step = size, round(size * 1.35)
    lines = wrapped(caution, size, picture.width - 2 * pad, rows=9)
    band = 2 * pad + step * len(lines)
    paper = Image.new("RGB", (picture.width, picture.height + band), MARK)
    for row, line in enumerate(lines):
        ImageDraw.Draw(paper).text((pad, pad + row * step), line, PAPER, font(size, bold=True))
    paper.paste(picture, (0, band))
    return paper


def wrapped(words: str, size: int, width: int, rows: int) -> list[str]:
    """Words in at most so many lines, none wider than `width` pixels; what is left out becomes an ellipsis."""
    lines = [""]
    for word in re.split(r"[ \t\r\n]+", words.strip()):  # a no-break space holds
        longer = f"{lines[-1]} {word}".strip()
        if font(size).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    shown = [_cut(line, size, width, ends=font(size).getlength(line) <= width) for line in lines[:rows]]
    if len(lines) > rows:
        shown[-1] = _cut(lines[rows - 1], size, width, ends=False)
    return shown


def _cut(line: str, size: int, width: int, ends: bool) -> str:
    if ends:
        return line
    while line and font(size).getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line}…"


def _decision(draw: ImageDraw.ImageDraw, t: Texts, opinion: Opinion) -> None:
    melanoma, threshold, above = opinion.melanoma, opinion.threshold.value, opinion.suspicious
    top = 835
    draw.text((MARGIN, top), t("result.figure_label"), INK, font(24))
    draw.text((MARGIN, top + 24), t.percent_beside(melanoma, threshold), INK, font(96, bold=True))
    colour = SUSPICIOUS if above else CALM
    if above:
        draw.polygon([(MARGIN, top + 172), (MARGIN + 24, top + 172), (MARGIN + 12, top + 150)], fill=colour)
    else:
        draw.ellipse([MARGIN, top + 150, MARGIN + 22, top + 172], fill=colour)
    draw.text((MARGIN + 36, top + 146), t("result.above" if above else "result.below"), INK, font(24, bold=True))
    scale = (MARGIN, top + 196, MARGIN + 560, top + 212)
    draw.rectangle(scale, fill=BAR)
    draw.rectangle((*scale[:2], scale[0] + 560 * melanoma, scale[3]), fill=colour)
    mark = scale[0] + 560 * threshold
    draw.line((mark, scale[1] - 6, mark, scale[3] + 6), fill=INK, width=4)
    draw.text((mark, scale[3] + 10), t("result.operating_point", threshold=t.point(threshold)), INK, font(20))


def _bars(draw: ImageDraw.ImageDraw, t: Texts, opinion: Opinion) -> None:
    left, width, top = WIDTH - MARGIN - SIDE, SIDE, 835
    prediction, threshold = opinion.stated, opinion.threshold.value
    order = [Diagnosis.MEL, *(d for d in prediction.ranked() if d is not Diagnosis.MEL)]
    for row, diagnosis in enumerate(order):
        y = top + row * 40
        share = prediction.of(diagnosis)
        draw.rectangle((left, y, left + width, y + 34), fill="#efede6")
        draw.rectangle((left, y, left + width * share, y + 34), fill=BAR)
        name = t(f"diagnoses.{diagnosis}.name")
        draw.text((left + 10, y + 4), name[0].upper() + name[1:], INK, font(22))
        figure = t.percent_beside(share, threshold) if diagnosis is Diagnosis.MEL else t.percent(share)
        draw.text((left + width - 10, y + 4), figure, INK, font(22, bold=True), anchor="ra")


def _footer(draw: ImageDraw.ImageDraw, t: Texts, sheet: WeightsSheet, practice: Practice) -> None:
    today = t.date(datetime.datetime.now().astimezone().date())
    top = 1140
    draw.line((MARGIN, top, WIDTH - MARGIN, top), fill=LINE, width=2)
    version = t("picture.version", version=sheet.version)
    draw.text((MARGIN, top + 14), f"{version}   ·   {today}", INK, font(20))
    words = f"{t('picture.notice')} {speaks_of(t, practice)}"
    for row, line in enumerate(wrapped(words, 21, WIDTH - 2 * MARGIN, rows=5)):
        draw.text((MARGIN, top + 50 + row * 28), line, INK, font(21))
