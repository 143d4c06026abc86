"""What is searched for, word by word, and what is left out of the answers: kinds, copies, photos learned from."""

from __future__ import annotations

import pytest

from model.isic_archive import archive as archive_module
from model.isic_archive import connection
from model.isic_archive.search import Search
from model.isic_archive.sites import SITES, site_words, sites_of
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.learned import dense_thousands, learned_numbers
from tests.isic_archive.query_language import Unparsable, meets
from tests.isic_archive.stand_in_archive import PALM, PLACES, UNLEARNED, image, name_of

LEFT_OUT = "".join(f" AND -isic_id:ISIC_00{thousand}*" for thousand in range(24, 34))
LEARNED = 24306


def found(asked, **criteria):
    return [case.isic_id for case in asked.search(Search(**criteria), 50).cases]


def of_kind(**acquisition):
    def change(one):
        one["metadata"]["acquisition"].update(acquisition)
        return one

    return change


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({}, ""),
        ({"licence": "CC-BY-NC"}, ""),
        ({"ages": (20, 40)}, " AND age_approx:[20 TO 40]"),
        ({"sex": "male"}, " AND sex:male"),
        ({"site": "head/neck"}, ' AND anatom_site_1:"Head and neck"'),
        ({"site": "upper extremity"}, ' AND anatom_site_1:"Upper extremity"'),
        ({"site": "lower extremity"}, ' AND anatom_site_1:"Lower extremity"'),
        ({"site": "anterior torso"}, ' AND anatom_site_2:"Anterior trunk"'),
        ({"site": "posterior torso"}, ' AND anatom_site_2:"Posterior trunk"'),
        ({"site": "lateral torso"}, ' AND anatom_site_2:"Lateral trunk"'),
        (
            {"site": "palms/soles"},
            ' AND (anatom_site_special:"acral palms or soles" OR anatom_site_3:"Palm of hand"'
            ' OR anatom_site_3:"Sole of foot")',
        ),
        (
            {"site": "oral/genital"},
            ' AND (anatom_site_special:"oral or genital" OR anatom_site_1:"Anogenital region")',
        ),
        ({"diagnosis": Diagnosis.MEL}, ' AND diagnosis_2:"Malignant melanocytic proliferations (Melanoma)"'),
        ({"diagnosis": Diagnosis.NV}, ' AND diagnosis_3:"Nevus"'),
        ({"diagnosis": Diagnosis.BCC}, ' AND diagnosis_3:"Basal cell carcinoma"'),
        (
            {"diagnosis": Diagnosis.AKIEC},
            ' AND (diagnosis_3:"Solar or actinic keratosis" OR diagnosis_3:"Squamous cell carcinoma in situ")',
        ),
        (
            {"diagnosis": Diagnosis.BKL},
            ' AND (diagnosis_3:"Seborrheic keratosis" OR diagnosis_3:"Solar lentigo"'
            ' OR diagnosis_3:"Lichen planus like keratosis" OR diagnosis_3:"Pigmented benign keratosis")',
        ),
        ({"diagnosis": Diagnosis.DF}, ' AND diagnosis_3:"Dermatofibroma"'),
        (
            {"diagnosis": Diagnosis.VASC},
            ' AND (diagnosis_2:"Benign soft tissue proliferations - Vascular" OR diagnosis_2:"Hemorrhagic lesions")',
        ),
    ],
)
def test_each_criterion_has_its_words(criteria, words):
    licence = criteria.get("licence", "CC-0")
    always = f'image_type:dermoscopic AND copyright_license:"{licence}"{words} AND -image_manipulation:synthetic'
    assert Search(**criteria).words == always + LEFT_OUT
    assert Search(**criteria, learned=True).words == always


@pytest.mark.parametrize("site", [None, *SITES])
@pytest.mark.parametrize("diagnosis", [None, *DIAGNOSES])
def test_the_archive_can_parse_every_search(site, diagnosis):
    words = Search(diagnosis, (5, 60), "female", site, "CC-BY").words
    assert meets(words, image(UNLEARNED, "", "MEL")) is False  # another licence


@pytest.mark.parametrize(
    "query", ["anatom_site_general:nose", "sex:", "(sex:male", "sex:male OR", "age_approx:old", "nose", "sex:male)"]
)
def test_the_stand_in_refuses_what_the_archive_refuses(query):
    with pytest.raises(Unparsable):
        meets(query, {})


def test_and_binds_closer_than_or_and_not_holds_where_nothing_is_stated():
    assert meets("sex:male OR sex:female AND age_approx:[1 TO 2]", {"sex": "male"})
    assert not meets("(sex:male OR sex:female) AND age_approx:[1 TO 2]", {"sex": "male"})
    assert meets("-image_manipulation:synthetic", {})
    assert not meets("-isic_id:ISIC_00*", {"isic_id": "ISIC_0024306"})


@pytest.mark.parametrize("site", SITES)
def test_every_site_finds_its_cases_and_no_others(asked, server, site):
    field, value = site_words(site).strip("()").split(" OR ")[-1].replace('"', "").split(":")
    server.images.append(image(UNLEARNED + 77, server.address, "NV", {"anatom_site_1": None, field: value}))
    names = found(asked, site=site)
    assert name_of(UNLEARNED + 77) in names
    assert all(site in case.sites for case in asked.search(Search(site=site), 50).cases)
    assert len(names) <= 1 + 48 / len(PLACES)


def test_a_place_within_another_is_found_by_both_and_named_by_the_narrower():
    assert sites_of(PALM) == ("palms/soles", "upper extremity")
    assert sites_of({}) == ()


def test_photos_that_algorithms_learned_from_are_left_out_unless_asked_for(asked, server):
    lone = next(number for number in sorted(learned_numbers()) if name_of(number)[:9] not in dense_thousands())
    server.images = [image(number, server.address, "NV") for number in (lone, LEARNED, UNLEARNED)]
    assert found(asked) == [name_of(UNLEARNED)]
    assert found(asked, learned=True) == [name_of(number) for number in (lone, LEARNED, UNLEARNED)]
    assert [case.learned for case in asked.search(Search(learned=True), 9).cases] == [True, True, False]


def test_the_oldest_ten_thousand_do_not_hide_the_others(asked, server):
    server.images = [image(LEARNED + i, server.address, "NV") for i in range(700)]
    server.images.append(image(UNLEARNED, server.address, "NV"))
    assert found(asked) == [name_of(UNLEARNED)]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "change",
    [
        of_kind(image_type="clinical: close-up"),
        of_kind(image_type="TBP tile: close-up"),
        of_kind(image_type=None),
        of_kind(image_manipulation="synthetic"),
    ],
)
def test_what_is_no_photo_through_a_dermatoscope_is_left_out_whatever_comes_back(asked, server, monkeypatch, change):
    server.images = [change(image(UNLEARNED, server.address, "NV")), image(UNLEARNED + 1, server.address, "NV")]
    assert found(asked) == [name_of(UNLEARNED + 1)]
    monkeypatch.setattr(server, "matching", lambda query: server.images)
    asked.cache.clear()
    assert found(asked) == [name_of(UNLEARNED + 1)]


def test_an_altered_photo_of_a_lesion_is_a_photo(asked, server):
    server.images = [of_kind(image_manipulation="altered")(image(UNLEARNED, server.address, "NV"))]
    assert found(asked) == [name_of(UNLEARNED)]


def test_of_each_lesion_one_photo_is_shown_also_across_pages(asked, server):
    server.images = [image(UNLEARNED + i, server.address, "NV", {"lesion_id": f"IL_{i // 12}"}) for i in range(30)]
    assert found(asked) == [name_of(UNLEARNED + i) for i in (0, 12, 24)]
    server.images = [image(UNLEARNED + i, server.address, "NV", {"lesion_id": None}) for i in range(3)]
    assert len(found(asked, sex="female")) == 1
    assert len(found(asked)) == 3


@pytest.mark.parametrize(
    ("stated", "confirmed"),
    [
        ("histopathology", "histopathology"),
        ("Single image expert consensus", "single image expert consensus"),
        ("a hunch", ""),
        (None, ""),
    ],
)
def test_how_a_diagnosis_was_confirmed_is_kept_where_it_is_a_known_way(asked, server, stated, confirmed):
    server.images = [image(UNLEARNED, server.address, "NV", {"diagnosis_confirm_type": stated})]
    assert asked.search(Search(), 1).cases[0].confirmed == confirmed


def test_a_search_may_take_20_seconds_to_begin_and_a_picture_10(asked, monkeypatch):
    waited = []

    def fetched(address, most, doors, silence=connection.SILENCE):
        waited.append(silence)
        return b'{"results": []}'

    monkeypatch.setattr(archive_module, "fetched", fetched)
    asked.search(Search(), 1)
    asked._picture("x", 10)
    assert waited == [20.0, 10.0]
