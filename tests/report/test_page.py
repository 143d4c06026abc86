"""The report as one HTML file: what stands in it, that nothing is fetched, that foreign text stays text."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
from dataclasses import replace

import pytest

from model.charts.chart import View
from model.charts.questions import CHARTS
from model.charts.verdict import dependence_words, leader_words
from model.evaluation.qi import Rule
from model.evaluation.sets import SETS
from model.report.page import css_string, figure_json, html_of, linked
from model.report.sections import write_contents
from model.text import LANGUAGES, texts
from tests.report.conftest import HEADER, HOSTILE, REFUSED, checksum
from tests.report.parsed import Parsed
from tests.synthetic_benchmark import BEST, QUALITY

KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "nav", "ol", "ul", "li", "a", "p",
    "h1", "h2", "h3", "h4", "figure", "div", "span", "strong", "svg", "polygon", "circle", "details", "summary",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "script", "noscript",
}  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def parsed(pages, language):
    return Parsed(pages[language])


def spaced(words):
    return " ".join(words.split())


def test_the_page_is_well_formed_and_says_its_language(parsed, language):
    assert parsed.unclosed == []
    assert parsed.of("html") == [{"lang": language}]
    identifiers = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert {tag for tag, _ in parsed.elements} <= KNOWN


def test_the_winner_is_the_one_of_the_ranking_and_its_certainty_is_said(parsed, material, language):
    view = View(texts(language))
    assert material.ranking.winners == (BEST,)
    assert spaced(leader_words(view, material)) in parsed.words
    assert spaced(dependence_words(view, material)) in parsed.words
    assert view.the(BEST) in leader_words(view, material)


def test_the_ranking_lists_everyone_in_order(parsed, material, language):
    view = View(texts(language))
    at = [parsed.words.index(f" {row.rank} {view.name(row.slug)} ") for row in material.ranking.standings]
    assert at == sorted(at)
    assert len(at) == len(QUALITY)
    (reference,) = material.ranking.references
    assert f" {view.t('leaderboard.not_ranked')} {view.name(reference.slug)} " in parsed.words[at[-1] :]


def test_every_chart_is_there_with_title_finding_way_to_read_and_numbers(parsed, contents, language):
    pictures = contents[language].pictures
    assert sorted(picture.chart.name for picture in pictures) == sorted(CHARTS)
    for picture in pictures:
        for words in (picture.chart.title, picture.chart.alt, picture.chart.subtitle, *picture.chart.notes):
            assert spaced(words) in parsed.words
        assert len(picture.rows) == len(picture.chart.table.rows)
        assert all(len(row) == len(picture.chart.table.header) for row in picture.rows)
    assert len(parsed.of("details")) == len(pictures)


def test_every_figure_can_be_read_by_the_script(parsed, contents, language):
    figures = [json.loads(source) for attributes, source in parsed.scripts if "type" in attributes]
    assert len(figures) == len(CHARTS)
    assert all(figure["data"] and figure["layout"]["height"] for figure in figures)
    places = [attributes for attributes in parsed.of("div") if "data-figure" in attributes]
    known = {attributes["id"] for attributes, _ in parsed.scripts if "type" in attributes}
    assert {place["data-figure"] for place in places} == known
    assert all(place["role"] == "img" and place["aria-labelledby"] for place in places)


def test_every_algorithm_has_its_method_or_says_that_there_is_none(parsed, language):
    t = texts(language)
    for slug in QUALITY:
        assert spaced(t(f"algorithms.{slug}.name")) in parsed.words
        assert spaced(t(f"algorithms.{slug}.method")) in parsed.words
    assert spaced(t("report.algorithms.unknown")) in parsed.words


def test_every_hash_is_there_in_full(parsed, pages, language):
    for slug in (*QUALITY, HOSTILE):
        assert checksum(f"weights of {slug}") in parsed.words
    for words in ("manifest", *SETS, *(f"code of {day}" for day in SETS)):
        assert checksum(words) in parsed.words


def test_versions_and_the_notice_are_there(parsed, origin, language):
    t = texts(language)
    assert all(name in parsed.words and version in parsed.words for name, version in origin.versions)
    assert spaced(t("app.notice")) in parsed.words
    assert t("report.limits.skin") in parsed.words
    assert t.date(datetime.date.fromisoformat(origin.date)) in parsed.words


def test_tables_made_with_other_weights_are_named(parsed, language):
    """The made-up tables name made-up hashes, the committed sheets the real ones."""
    words = texts(language)("report.versions.older", names="|")
    assert spaced(words.partition("|")[2]) in parsed.words


def test_nothing_is_fetched(parsed):
    fetching = {"src", "srcset", "poster", "data", "action", "background", "xlink:href", "ping", "formaction"}
    assert not [(tag, attributes) for tag, attributes in parsed.elements if fetching & set(attributes)]
    with_address = [(tag, attributes["href"]) for tag, attributes in parsed.elements if "href" in attributes]
    assert {tag for tag, _ in with_address} == {"a"}
    assert all(address.startswith(("https://", "#")) for _, address in with_address)
    css = " ".join(parsed.styles) + " ".join(str(a.get("style", "")) for _, a in parsed.elements)
    assert all(address.startswith("data:") for address in re.findall(r"url\((.{5})", css))
    assert "@import" not in css


def test_the_policy_forbids_requests_and_runs_these_two_scripts_alone(parsed):
    policies = [a["content"] for a in parsed.of("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies[0].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["font-src"] == rules["img-src"] == "data:"
    scripts = [source for attributes, source in parsed.scripts if "type" not in attributes]
    digests = [base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() for source in scripts]
    assert len(scripts) == 2
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in digests]


def test_foreign_names_and_reasons_stay_text(parsed, pages, language):
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert not {"img", "b", "iframe", "object"} & {tag for tag, _ in parsed.elements}
    assert HOSTILE in parsed.words
    assert REFUSED in parsed.words
    assert HEADER in parsed.words
    assert "alert(3)" not in " ".join(source for _, source in parsed.scripts)


def test_every_internal_link_leads_somewhere(parsed):
    targets = {attributes["id"] for _, attributes in parsed.elements if "id" in attributes}
    links = [attributes["href"][1:] for attributes in parsed.of("a") if attributes["href"].startswith("#")]
    assert len(links) == 10
    assert set(links) <= targets


def test_another_rule_gives_another_report(material, origin):
    t = texts("en")
    other = replace(material, rule=Rule("melanoma_auc", 1, 3))
    words = Parsed(html_of(replace(write_contents(other, origin, t)))).words
    assert "Rule: Melanoma AUC; day 1 counts 25%, day 2 counts 75%" in words


def test_a_text_of_css_holds_whatever_it_is_given():
    assert css_string('not "for" <b> diagnosis').count('"') == 2
    assert css_string("é") == '"\\0000e9"'


def test_json_in_the_page_cannot_end_its_script():
    class Figure:
        def to_json(self):
            return json.dumps({"name": "</script><!--&"})

    written = figure_json(Figure())
    assert not {"<", ">", "&"} & set(written)
    assert json.loads(written) == {"name": "</script><!--&"}


def test_only_known_kinds_of_sources_become_links():
    assert linked("javascript:alert(1)") == "javascript:alert(1)"
    assert linked('https://a.b/"onclick="x') == (
        '<a href="https://a.b/&#34;onclick=&#34;x" rel="noreferrer">https://a.b/&#34;onclick=&#34;x</a>'
    )
    assert 'href="https://arxiv.org/abs/1902.03368"' in linked("Codella 2019, arXiv:1902.03368")
