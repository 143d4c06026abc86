"""The case report: every figure is the answer's, everything is escaped, nothing is asked for, and it is one page."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from model.algorithms.contract import AlgorithmCard, Explanation, Prediction
from model.algorithms.jury import agreement
from model.algorithms.weights import MalignantPoint, read_sheet
from model.algorithms.words import dissent, meter, name_of
from model.errors import AlgorithmFailed
from model.evaluation.operating_point import AtThePoint
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice
from model.lesion.practice_words import speaks_of
from model.reading.findings import Answer, Findings
from model.reading.runner import Timed
from model.reading.words import failure_sentence
from model.report import pdf
from model.report.case.contents import write_case
from model.report.case.facts import MOST_MAPS, CaseFacts, Detail
from model.report.case.page import html_of_case
from model.report.case.table import HASH_DIGITS, LONGEST, columns
from model.settings import ASSETS
from model.text import LANGUAGES, texts
from model.trust.coverage import Coverage
from model.trust.criteria import OF_SLUG, CriterionFinding, Word
from model.trust.criteria_words import criteria_line
from model.trust.focus import LesionOutline
from model.trust.sets import COVERAGES, prediction_set
from model.trust.stability import LOOKS, Stability
from tests.photos import lesion
from tests.report.parsed import VOID, Parsed

SLUGS = sorted(path.stem for path in (ASSETS / "weights").glob("*.json"))
COMMITTEE = "committee"
CLINIC = default_practice()
HOSTILE = '<script>alert("1")</script>&\'"'
FETCHING = {"srcset", "href", "poster", "data", "action", "background", "ping", "formaction"}


@pytest.fixture(autouse=True, scope="module")
def pictures_need_no_end():
    VOID.add("img")
    yield
    VOID.discard("img")


def prediction(seed: int) -> Prediction:
    row = np.random.default_rng(seed).dirichlet(np.full(7, 0.6))
    return Prediction(row.astype(np.float32) / np.float32(row.sum()))


def heat_map(target: Diagnosis = Diagnosis.MEL, peak: float = 1.0) -> Explanation:
    y, x = np.mgrid[0:224, 0:224] / 224
    heat = np.exp(-40 * ((y - 0.2) ** 2 + (x - 0.1) ** 2)).astype(np.float32)
    return Explanation(target, heat, peak, 1.0)


def answers() -> tuple[Answer, ...]:
    sheets = {slug: read_sheet(ASSETS / "weights", slug) for slug in SLUGS}
    return tuple(
        Answer(slug, AlgorithmCard(slug, "f", combines=slug == COMMITTEE), sheets[slug], Timed(prediction(i), 0.0))
        for i, slug in enumerate(SLUGS)
    )


def failed(slug: str, reason: str) -> Answer:
    return Answer(slug, failure=AlgorithmFailed(slug=slug, reason=reason))


def facts(**changes: object) -> CaseFacts:
    mask = np.zeros((224, 224), bool)
    mask[60:160, 70:170] = True
    listed = changes.pop("answers", answers())
    of_findings = {
        name: changes.pop(name) for name in ("image", "outline", "stability", "source", "criteria") if name in changes
    }
    found = CaseFacts(
        findings=replace(
            Findings(lesion(3), answers=listed, chosen="resnet18", outline=LesionOutline(mask), source="Photo"),
            **of_findings,
        ),
        answers=listed,
        caution="",
        detail=Detail("resnet18", AtThePoint(171, 150, 1341, 980)),
        maps=(("resnet18", heat_map()),),
        versions=(("ten-opinions", "0.1.0"), ("Python", "3.11")),
        commit="abcdef123456",
        date="2026-11-26",
    )
    return replace(found, **changes)


def criterion(slug: str, word: Word) -> CriterionFinding:
    return CriterionFinding(OF_SLUG[slug], 0.5, word, np.zeros((7, 7), np.float32), 0.0, 1.0)


def fullest(language: str) -> CaseFacts:
    """As much as can stand on the page at once."""
    t = texts(language)
    covered = np.ones(100, bool)
    away = Coverage(COVERAGES[-1], covered, covered, np.ones(100, np.int64))
    stable = Stability({name: prediction(i) for i, name in enumerate(LOOKS)})
    equal = replace(answers()[0].sheet.operating_point, practice="equal")
    even = Timed(Prediction(np.full(7, 1 / 7, np.float32)), 0.0)
    heard = [replace(answer, prediction=even) for answer in answers()]
    heard[0] = replace(heard[0], sheet=replace(heard[0].sheet, operating_point=equal))
    heard[1] = failed(heard[1].slug, "reason " * 60)
    grey = np.full((200, 200, 3), 254, np.uint8)
    grey[80:120, 80:120] = 250
    return facts(
        image=replace(lesion(3), pixels=np.full((224, 224, 3), 255, np.uint8), source_width=120, source_height=180),
        source="a source that goes on " * 30,
        caution=t("gate.shown_anyway"),
        answers=(*heard, *(failed(f"foreign_{i}", "late") for i in range(4))),
        detail=Detail("nearest_cases", AtThePoint(171, 150, 1341, 980), away),
        stability=stable,
        criteria=tuple(criterion(slug, Word.UNSURE) for slug in OF_SLUG),
        maps=tuple((slug, heat_map(Diagnosis.AKIEC)) for slug in ("segment_then_classify", *SLUGS[3:7])),
    )


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def parsed(of: CaseFacts, language: str) -> Parsed:
    return Parsed(html_of_case(write_case(of, texts(language))))


def spaced(words: str) -> str:
    return " ".join(words.split())


def test_every_probability_is_the_answer_stated_for_the_practice(language):
    t, found = texts(language), facts()
    rows = {row.name: row for row in write_case(found, t).rows}
    for voice in found.answers:
        opinion, row = voice.opinion(found.findings.practice), rows[name_of(t, voice.slug)]
        assert [cell.share for cell in row.cells] == [opinion.stated.of(d) for d in columns()]
        assert [cell.figure for cell in row.cells[1:]] == [t.percent(opinion.stated.of(d)) for d in columns()[1:]]
        assert row.cells[0].figure == t.percent(opinion.melanoma)
        assert row.suspicious == opinion.suspicious
        assert row.point == t.percent(opinion.threshold.value)
        named = prediction_set(opinion.prediction, voice.sheet.sets, COVERAGES[-1])
        assert {d for d, cell in zip(columns(), row.cells, strict=True) if cell.in_set} == set(named)
        assert row.set_size == str(len(named))
        assert row.weights == voice.sheet.sha256[:HASH_DIGITS]


def test_the_jury_counts_those_with_a_vote_and_who_dissents_is_named(language):
    t, found = texts(language), facts()
    agreed = agreement([one.opinion(found.findings.practice) for one in found.answers if one.slug != COMMITTEE])
    words = parsed(found, language).words
    assert spaced(meter(t, agreed)) in words
    assert spaced(dissent(t, agreed)) in words


def test_frequencies_versions_hashes_limits_and_the_notice_are_there(language):
    t, found = texts(language), facts()
    words = parsed(found, language).words
    for said in (
        speaks_of(t, found.findings.practice),
        t("app.notice"),
        t("limits.device"),
        t("limits.heat"),
        t("sureness.limits"),
        t("case_report.photo_hash", hash=found.findings.image.sha256),
        t("case_report.commit", commit=found.commit),
        "ten-opinions 0.1.0",
    ):
        assert spaced(said) in words


def test_the_criteria_stand_with_the_photo_and_a_photo_without_them_says_nothing(language):
    t = texts(language)
    criteria = (criterion("streaks", Word.SEEN), criterion("globules", Word.NOT_SEEN))
    assert criteria_line(t, criteria) in write_case(facts(criteria=criteria), t).photo_words[1]
    assert t("criteria.said.seen") not in write_case(facts(), t).photo_words[1]


def test_a_photo_that_is_shown_at_request_is_marked_before_any_figure(language):
    t = texts(language)
    words = parsed(facts(caution=t("gate.shown_anyway")), language).words
    assert spaced(t("gate.shown_anyway")) in words
    assert words.index(spaced(t("gate.shown_anyway"))) < words.index("%")
    assert spaced(t("gate.shown_anyway")) not in parsed(facts(), language).words


def test_who_gives_no_answer_is_listed_with_the_reason_and_does_not_count(language):
    t = texts(language)
    silent = failed("resnet18", "It is <b>broken</b>.")
    found = facts(answers=tuple(silent if answer.slug == "resnet18" else answer for answer in answers()))
    sheet = write_case(found, t)
    assert sheet.detail == ("", ())
    assert found.findings.jury.voters == len(SLUGS) - 2
    assert spaced(f"{t('jury.no_answer')}. {failure_sentence(t, silent.failure)}") in parsed(found, language).words


def test_who_speaks_of_equal_frequencies_is_marked(language):
    t, found = texts(language), facts()
    first = found.answers[0]
    point = replace(first.sheet.operating_point, practice="equal")
    apart = replace(first, sheet=replace(first.sheet, operating_point=point))
    sheet = write_case(facts(answers=(apart, *found.answers[1:])), t)
    assert sheet.rows[0].name == f"{name_of(t, first.slug)}*"
    assert [row.name for row in sheet.rows if row.name.endswith("*")] == [sheet.rows[0].name]
    assert f"* {t('result.prior')}" in sheet.notes
    assert all(not note.startswith("*") for note in write_case(found, t).notes)


def test_a_blank_map_and_a_missing_outline_are_said(language):
    t = texts(language)
    blank = write_case(facts(maps=(("resnet18", heat_map(peak=0.0)),)), t).maps[0]
    assert blank.focus == t("focus.blank")
    assert t("focus.no_drawer") in write_case(facts(outline=None), t).maps[0].focus


def test_a_map_that_looks_beside_the_lesion_is_warned_of(language):
    t = texts(language)
    assert write_case(facts(), t).maps[0].warning in {t("focus.short_beside"), t("focus.short_edge")}


def test_another_possible_cancer_is_said_beside_a_calm_verdict_on_melanoma(language):
    t, row = texts(language), np.array([0.001, 0.3, 0.6, 0.099, 0, 0, 0], np.float32)
    listed = [replace(answer, prediction=Timed(Prediction(row), 0.0)) for answer in answers()]
    words = t("result.other_cancer", malignant=t.percent(listed[0].prediction.value.in_practice(CLINIC).malignant))
    for point in (MalignantPoint(0.1, 10, 9, 10, 8, "clinic"), None):
        pointed = tuple(replace(answer, sheet=replace(answer.sheet, malignant=point)) for answer in listed)
        assert (spaced(words) in parsed(facts(answers=pointed), language).words) == (point is not None)


def test_foreign_words_stay_words(language):
    found = facts(source=HOSTILE, commit=HOSTILE, answers=(*answers(), failed(HOSTILE, HOSTILE)))
    page = parsed(replace(found, maps=((HOSTILE, heat_map()),)), language)
    assert page.unclosed == []
    assert page.scripts == []
    assert page.words.count(HOSTILE) >= 4
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_nothing_is_fetched_and_nothing_runs(language):
    page = parsed(facts(), language)
    (policy,) = [a["content"] for a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["script-src"] == "'none'"
    assert rules["img-src"] == rules["font-src"] == "data:"
    assert not [attributes for _, attributes in page.elements if FETCHING & set(attributes)]
    assert all(attributes["src"].startswith("data:image/jpeg;base64,") for attributes in page.of("img"))
    assert all(address.startswith("data:") for address in re.findall(r"url\((.{5})", " ".join(page.styles)))


def test_nothing_of_the_file_but_its_pixels_is_in_the_page():
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Patient Jeanne Exemple"
    exif[0x9286] = "room 12"
    Image.fromarray(lesion(4).photo).save(buffer, "JPEG", exif=exif.tobytes(), comment=b"Jeanne Exemple")
    html = html_of_case(write_case(facts(image=read_lesion_image(buffer.getvalue())), texts("en")))
    pictures = [base64.b64decode(found) for found in re.findall(r"data:image/jpeg;base64,([^\"]+)", html)]
    assert len(pictures) == 2
    for picture in pictures:
        assert b"Exemple" not in picture
        assert b"room 12" not in picture
        assert b"Exif" not in picture
        assert not Image.open(io.BytesIO(picture)).getexif()
    assert "Exemple" not in html


def test_words_from_elsewhere_keep_to_their_place_and_no_more_maps_than_fit_are_shown(language):
    contents = write_case(facts(source="x" * 900, maps=(("resnet18", heat_map()),) * 9), texts(language))
    assert len(contents.maps) == MOST_MAPS
    assert "x" * LONGEST not in contents.photo_words[1]
    assert "x…" in contents.photo_words[1]


def test_the_same_facts_give_the_same_page(language):
    found = facts()
    assert html_of_case(write_case(found, texts(language))) == html_of_case(write_case(found, texts(language)))


@pytest.mark.parametrize("fill", [facts, fullest], ids=["usual", "fullest"])
def test_it_is_printed_on_exactly_one_page(language, fill):
    if pdf.chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    found = fill(language) if fill is fullest else fill()
    data = pdf.pdf_of(html_of_case(write_case(found, texts(language))))
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    (box,) = set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+ [\d.]+)\]", data))
    assert np.allclose([float(side) for side in box.split()], (595, 842), atol=1)


def test_the_seven_columns_begin_with_melanoma():
    assert columns()[0] is Diagnosis.MEL
    assert sorted(columns()) == sorted(DIAGNOSES)
