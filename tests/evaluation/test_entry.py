"""A table that somebody brings: what is read, what is refused and how, and that it joins the others unchanged."""

from __future__ import annotations

import numpy as np
import pytest

from model.error_words import error_sentence
from model.evaluation.entry import MOST_MEGABYTES, YOURS, example, read_entry
from model.evaluation.evaluation import Evaluation, evaluate
from model.evaluation.qi import Rule, rank
from model.evaluation.significance import compare_qi
from model.evaluation.tables import HEADER, _table_of, table_text
from model.evaluation.transfer import falls
from model.table_errors import TableError
from model.text import texts
from tests.synthetic_benchmark import BEST, write_benchmark

FEW = 20


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory) -> Evaluation:
    """Two algorithms on every set."""
    folder = write_benchmark(tmp_path_factory.mktemp("entry") / "benchmark", quality={BEST: 4.0, "hog_svm": 1.0})
    return evaluate(folder, resamples=FEW)


@pytest.fixture(scope="module")
def benchmark(evaluation):
    return evaluation.benchmark


def table(benchmark, of="day2", slug=BEST):
    """The committed answers of one set as the text of a table."""
    tables = benchmark.sets[of]
    return table_text(tables.images, tables.answers(slug).probabilities)


def read(benchmark, text):
    return read_entry(text if isinstance(text, bytes) else text.encode(), "mine.csv", benchmark)


def test_a_table_of_one_set_is_known_by_its_photos(benchmark):
    found = read(benchmark, table(benchmark, "day1"))
    assert list(found) == ["day1"]
    assert found["day1"].images == benchmark.sets["day1"].images
    assert np.array_equal(found["day1"].values, benchmark.sets["day1"].answers(BEST).probabilities)


def test_the_example_is_one_table_of_all_sets_and_is_read_again(benchmark):
    found = read(benchmark, example(benchmark, BEST))
    assert list(found) == ["day1", "day2", "elsewhere"]
    assert all(part.file == "mine.csv" for part in found.values())


def test_a_french_spreadsheet_with_its_rows_in_another_order_is_read(benchmark):
    header, *rows = table(benchmark).splitlines()
    local = [line.replace(",", ";").replace(".", ",") for line in (header, *reversed(rows))]
    found = read(benchmark, "\r\n".join(local).encode("utf-8-sig"))
    assert np.array_equal(found["day2"].values, benchmark.sets["day2"].answers(BEST).probabilities)


def test_rows_that_were_rounded_are_divided_by_their_sum_and_others_stay_as_they_are(benchmark):
    values = benchmark.sets["day2"].answers(BEST).probabilities.round(2)
    found = read(benchmark, table_text(benchmark.sets["day2"].images, values))["day2"].values
    assert np.abs(found.sum(1) - 1).max() <= 1e-12
    assert np.abs(found - values).max() <= 0.02


SAID = {
    "empty": """mine.csv holds no rows. Write the table again. |
        mine.csv ne contient aucune ligne. Écrivez le tableau de nouveau.""",
    "header_alone": """mine.csv holds no rows. Write the table again. |
        mine.csv ne contient aucune ligne. Écrivez le tableau de nouveau.""",
    "too_large": """mine.csv has more than 5 MB, which is more than a table of all photos needs.
        Keep one row for each photo. |
        mine.csv dépasse 5 Mo, plus qu’il n’en faut pour toutes les photos. Gardez une ligne par photo.""",
    "workbook": """mine.csv is a workbook of a spreadsheet program. Save its sheet as CSV in UTF-8 there,
        then use that file. |
        mine.csv est un classeur de tableur. Enregistrez sa feuille en CSV, encodage UTF-8,
        puis choisissez ce fichier.""",
    "photo": """mine.csv: line 1 is not text in UTF-8 or UTF-16. Save the table as CSV in UTF-8. |
        mine.csv : la ligne 1 n’est pas du texte UTF-8 ou UTF-16. Enregistrez le tableau en CSV, encodage UTF-8.""",
    "header": """mine.csv, line 1: expected the columns {columns}, got {other}. |
        mine.csv, ligne 1 : colonnes attendues {columns}, trouvées {other}.""",
    "nan": """mine.csv, line 2: in the row of {image}, expected a number from 0 to 1 in MEL, got NaN.
        Decimals have a point, or a comma in the whole table. |
        mine.csv, ligne 2 : pour {image}, nombre de 0 à 1 attendu dans MEL, NaN trouvé.
        Les décimales ont un point, ou une virgule dans tout le tableau.""",
    "percent": """mine.csv, line 2: in the row of {image}, expected a number from 0 to 1 in NV, got 90. |
        mine.csv, ligne 2 : pour {image}, nombre de 0 à 1 attendu dans NV, 90 trouvé.""",
    "sum": """mine.csv, line 2: the numbers of {image} add up to 0.85, expected 1. Rows with such a sum: 1. |
        mine.csv, ligne 2 : la somme des nombres de {image} est 0,85 au lieu de 1.
        Lignes dont la somme est fausse : 1.""",
    "twice": """mine.csv, line 1,514: more than one row for the same image (1): {image}. Keep one each. |
        mine.csv, ligne 1 514 : plusieurs lignes pour une même image (1) : {image}. N’en gardez qu’une par image.""",
    "foreign": """mine.csv, line 2: IMG_7 is no photo of this leaderboard. Rows of such photos: 1.
        Name the photos as in the example. |
        mine.csv, ligne 2 : IMG_7 n’est pas une photo de ce classement. Lignes dans ce cas : 1.
        Nommez les photos comme dans l’exemple.""",
    "missing": """mine.csv: no row for 1 of the 1,512 photos (day 2): {last}. Each photo of a set needs one. |
        mine.csv : pas de ligne pour 1 des 1 512 photos (jour 2) : {last}. Il en faut une par photo du jeu.""",
}
"""What is said about each faulty table, in English and in French."""


def broken(good):
    """The faulty tables, made of a good one of day 2."""
    header, first, *rows = good.splitlines()
    image = first.split(",")[0]
    return {
        "empty": b"",
        "header_alone": header,
        "too_large": good + " " * (MOST_MEGABYTES * 10**6),
        "workbook": b"PK\x03\x04rest",
        "photo": b"\xff\xd8\xff\xe0JFIF",
        "header": good.replace("MEL", "Melanoma", 1),
        "nan": "\n".join([header, f"{image},NaN,0.9,0,0,0,0,0.1", *rows]),
        "percent": "\n".join([header, f"{image},0,90,10,0,0,0,0", *rows]),
        "sum": "\n".join([header, f"{image},0.1,0.75,0,0,0,0,0", *rows]),
        "twice": f"{good}{first}\n",
        "foreign": good.replace(image, "IMG_7"),
        "missing": "\n".join([header, first, *rows[:-1]]),
    }


def plain(words):
    return " ".join(words.split())


@pytest.mark.parametrize("wrong", SAID)
def test_every_refusal_is_one_sentence_in_both_languages(benchmark, wrong):
    good, images, columns = table(benchmark), benchmark.sets["day2"].images, ",".join(HEADER)
    with pytest.raises(TableError) as caught:
        read(benchmark, broken(good)[wrong])
    named = {"image": images[0], "last": images[-1], "columns": columns, "other": columns.replace("MEL", "Melanoma")}
    for language, said in zip(("en", "fr"), SAID[wrong].format(**named).split("|"), strict=True):
        assert plain(error_sentence(texts(language), caught.value)) == plain(said)


def test_nothing_of_a_read_table_is_kept(benchmark):
    before = _table_of.cache_info()
    read(benchmark, table(benchmark))
    assert _table_of.cache_info() == before


def test_the_table_of_a_known_algorithm_gets_its_scores_and_leaves_those_of_the_others_alone(evaluation, benchmark):
    joined = evaluation.joined_by(YOURS, read(benchmark, example(benchmark, BEST)))
    for of in joined.scores:
        assert joined.scores[of][YOURS].overall["melanoma_auc"] == joined.scores[of][BEST].overall["melanoma_auc"]
        assert joined.scores[of]["hog_svm"] is evaluation.scores[of]["hog_svm"]
    ranked = {row.slug: row for row in rank(joined).standings}
    assert (ranked[YOURS].rank, ranked[BEST].rank, ranked["hog_svm"].rank) == (1, 1, 3)
    assert ranked[YOURS].qi == ranked[BEST].qi
    compared = compare_qi(joined, Rule())
    assert compared.slugs == ("hog_svm", BEST, YOURS)
    assert evaluation.slugs == ("hog_svm", BEST), "the shared scores know nothing of it"


@pytest.mark.parametrize("of", ["day1", "day2", "elsewhere"])
def test_a_table_of_one_set_alone_has_its_scores_there_and_no_rank(evaluation, benchmark, of):
    joined = evaluation.joined_by(YOURS, read(benchmark, table(benchmark, of)))
    row = next(row for row in rank(joined).standings if row.slug == YOURS)
    assert row.rank is None
    assert np.isnan(row.qi.value)
    assert {name for name in joined.scores if YOURS in joined.scores[name]} == {of}
    assert YOURS not in {fall.slug for fall in falls(joined)}


def test_a_day_of_no_weight_may_be_missing(evaluation, benchmark):
    joined = evaluation.joined_by(YOURS, read(benchmark, table(benchmark, "day2")))
    ranked = {row.slug: row.rank for row in rank(joined, Rule(weight_day1=0, weight_day2=1)).standings}
    assert ranked[YOURS] == ranked[BEST] == 1
