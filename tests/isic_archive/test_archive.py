"""The archive's client against a stand-in on this computer: searches, pictures, the cache, and every way to fail."""

from __future__ import annotations

import os

import pytest

from model.errors import ArchiveBusy, ArchiveError, ArchiveUnclear, ArchiveUnreachable
from model.isic_archive import archive as archive_module
from model.isic_archive import connection
from model.isic_archive.archive import MOST_PAGES, Archive
from model.isic_archive.cache import Cache
from model.isic_archive.connection import API, HOSTS, Doors, fetched
from model.isic_archive.search import Search
from model.isic_archive.taxonomy import diagnosis_of, search_words
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.settings import settings
from tests.isic_archive.stand_in_archive import TERMS, UNLEARNED, image, name_of, standing_in
from tests.photos import jpeg


@pytest.fixture
def impatient(monkeypatch):
    """Gives up after a third of a second of silence, after one second altogether, or after a mebibyte of a photo."""
    monkeypatch.setattr(connection.fetched, "__defaults__", (0.3, 1.0))
    monkeypatch.setattr(archive_module, "SEARCH_SILENCE", 0.3)
    monkeypatch.setattr(archive_module, "MOST_PHOTO", 2**20)  # a busy machine needs a second for 32 of them


@pytest.mark.parametrize("diagnosis", DIAGNOSES)
def test_each_of_the_seven_is_found_by_its_own_words(asked, diagnosis):
    found = asked.search(Search(diagnosis), 3)
    assert len(found.cases) == 3
    assert {case.diagnosis for case in found.cases} == {diagnosis}
    assert not found.from_cache


def test_a_case_says_what_the_archive_says_of_it(asked, server):
    (case,) = asked.search(Search(Diagnosis.MEL), 1).cases
    assert (case.isic_id, case.known_as, case.licence) == ("ISIC_9000000", "Melanoma in situ", "CC-0")
    assert (case.age, case.sex, case.site, case.attribution) == (65, "male", "lower extremity", "Clinic 9000000")
    assert (case.lesion, case.confirmed, case.learned) == ("IL_9000000", "histopathology", False)
    assert case.full == f"{server.address}/images/ISIC_9000000.jpg"
    assert case.thumbnail == f"{server.address}/thumbnails/ISIC_9000000_thumbnail.jpg"


def test_known_cases_are_found_by_their_identifiers_in_one_request(asked, server):
    first, second = name_of(UNLEARNED), name_of(UNLEARNED + 1)
    found = asked.known([second, first, second, "ISIC_0000404", "x OR sex:male"])
    assert {case.isic_id for case in found} == {first, second}
    assert len(server.asked) == 1
    assert "sex" not in server.asked[0]
    assert asked.known(["no identifier"]) == ()
    assert len(server.asked) == 1


def test_age_sex_and_site_narrow_the_search(asked, server):
    found = asked.search(Search(ages=(30, 50), sex="female", site="lower extremity"), 50).cases
    assert found
    assert all(30 <= case.age <= 50 and case.sex == "female" and case.site == "lower extremity" for case in found)
    assert "age_approx%3A%5B30+TO+50%5D" in server.asked[0]
    assert "sex%3Afemale" in server.asked[0]


def test_only_the_licence_that_was_asked_for_is_shown_whatever_comes_back(asked, server, monkeypatch):
    server.images[0]["copyright_license"] = "CC-BY-NC"
    monkeypatch.setattr(server, "matching", lambda query: server.images)
    names = {case.isic_id for case in asked.search(Search(), 100).cases}
    assert "ISIC_9000000" not in names
    assert [case.isic_id for case in asked.search(Search(licence="CC-BY-NC"), 100).cases] == ["ISIC_9000000"]


def test_what_is_none_of_the_seven_or_no_case_is_left_out(asked, server, monkeypatch):
    good = image(UNLEARNED, server.address, "NV")
    server.images = [
        image(UNLEARNED + 1, server.address, "none"),
        image(UNLEARNED + 2, server.address, "NV", isic_id="../../etc/passwd"),
        image(UNLEARNED + 3, server.address, "NV", metadata={}),
        image(UNLEARNED + 4, server.address, "NV", files=None),
        {},
        good,
        good,
    ]
    monkeypatch.setattr(server, "matching", lambda query: server.images)
    assert [case.isic_id for case in asked.search(Search(), 9).cases] == [name_of(UNLEARNED)]


def test_pages_are_followed_until_there_are_enough(asked, server):
    assert len(asked.search(Search(), 25).cases) == 25
    searches = [path for path in server.asked if "/search/" in path]
    assert len(searches) == 3
    assert "cursor=" in searches[1]


def test_no_more_pages_are_asked_for_than_stated(asked, server, monkeypatch):
    server.images = [image(UNLEARNED + i, server.address, "none") for i in range(500)]
    monkeypatch.setattr(server, "matching", lambda query: server.images)
    assert asked.search(Search(), 5).cases == ()
    assert len(server.asked) == MOST_PAGES


def test_a_picture_is_fetched_once(asked, server):
    (case,) = asked.search(Search(Diagnosis.NV), 1).cases
    first = asked.photo(case)
    server.mode = "down"
    assert asked.photo(case) == first == jpeg(UNLEARNED + 1)


FAILURES = {
    "busy": ArchiveBusy,
    "down": ArchiveUnreachable,
    "cut": ArchiveUnreachable,
    "broken": ArchiveUnclear,
    "other": ArchiveUnclear,
    "elsewhere": ArchiveUnclear,
    "refusing": ArchiveUnclear,
    "circle": ArchiveError,
    "silent": ArchiveUnreachable,
    "dripping": ArchiveUnreachable,
    "huge": ArchiveUnclear,
}


@pytest.mark.parametrize("mode", FAILURES)
@pytest.mark.usefixtures("impatient")
def test_every_failure_is_an_error_of_ours_and_leaves_nothing(asked, server, mode):
    server.mode = mode
    with pytest.raises(FAILURES[mode]):
        asked.search(Search(), 3)
    assert asked.cache.size == 0


@pytest.mark.parametrize("mode", FAILURES)
@pytest.mark.usefixtures("impatient")
def test_a_picture_fails_in_the_same_ways(asked, server, mode):
    (case,) = asked.search(Search(Diagnosis.DF), 1).cases
    before = asked.cache.size
    server.mode = mode
    if mode in {"broken", "other"}:  # bytes that are no picture: whoever decodes them says so
        assert asked.photo(case)
        return
    with pytest.raises(FAILURES[mode]):
        asked.photo(case)
    assert asked.cache.size == before


def test_how_long_to_wait_is_said_and_bounded(asked, server):
    server.mode = "busy"
    with pytest.raises(ArchiveBusy) as caught:
        asked.search(Search(), 1)
    assert caught.value.data == {"seconds": 30}


def test_nothing_found_is_no_failure(asked, server):
    server.mode = "empty"
    assert asked.search(Search(), 3).cases == ()


def test_nobody_there_is_said(tmp_path):
    with standing_in() as gone:
        address = gone.address
    with pytest.raises(ArchiveUnreachable):
        Archive(Cache(tmp_path, 10**6), Doors.standing_in(address)).search(Search(), 1)


def test_without_network_the_last_answer_to_the_same_search_is_shown_and_marked(asked, server):
    before = asked.search(Search(Diagnosis.BCC), 4)
    server.mode = "down"
    after = asked.search(Search(Diagnosis.BCC), 4)
    assert after.from_cache
    assert after.cases == before.cases
    with pytest.raises(ArchiveUnreachable):
        asked.search(Search(Diagnosis.VASC), 4)


def test_a_kept_answer_that_was_damaged_is_said_and_not_shown(asked, server):
    asked.search(Search(Diagnosis.BCC), 4)
    for path in asked.cache.folder.iterdir():
        path.write_bytes(b'{"results": [1')
    server.mode = "down"
    with pytest.raises(ArchiveUnclear):
        asked.search(Search(Diagnosis.BCC), 4)


def test_a_redirection_within_the_archive_is_followed(server, monkeypatch):
    server.mode = "empty"

    def once(self):
        self.server.mode = "well"
        self._send(b"", "text/html", 302, Location=f"{self.server.address}/images/ISIC_0000001.jpg")

    monkeypatch.setattr(server.RequestHandlerClass, "_empty", once)
    assert fetched(f"{server.address}/images/first", 10**6, Doors.standing_in(server.address)) == jpeg(1)


@pytest.mark.parametrize(
    "address",
    [
        "http://api.isic-archive.com/api/v2/",
        "https://api.isic-archive.com.example.org/",
        "https://example.org/?api.isic-archive.com",
        "https://user@api.isic-archive.com/",
        "https://api.isic-archive.com:8443/",
        "https://api.isic-archive.com:x/",
        "file:///etc/passwd",
        "ftp://api.isic-archive.com/",
        "//api.isic-archive.com/",
        "",
    ],
)
def test_no_other_address_is_asked(address):
    assert not Doors().lead_to(address)
    with pytest.raises(ArchiveUnclear):
        fetched(address, 10, Doors())


def test_the_archive_and_its_files_may_be_asked():
    assert Doors().lead_to(f"{API}/images/search/?query=x")
    assert all(Doors().lead_to(f"https://{host}/a.jpg") for host in HOSTS)
    bucket = {"isic-archive.s3.amazonaws.com", "isic-archive.s3.us-east-1.amazonaws.com"}
    assert {"api.isic-archive.com", *bucket} == HOSTS


@pytest.mark.parametrize("address", ["http://192.168.0.1:80", "https://127.0.0.1:80", "http://example.org", "x"])
def test_only_this_computer_stands_in(address):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Doors.standing_in(address)


@pytest.mark.parametrize(
    "wrong", [{"ages": (50, 20)}, {"ages": (0, 200)}, {"sex": "x OR public:true"}, {"site": "nose"}, {"licence": "any"}]
)
def test_a_search_holds_only_what_there_is_so_nothing_else_gets_into_its_words(wrong):
    with pytest.raises(ValueError, match="expected"):
        Search(**wrong)


@pytest.mark.parametrize("diagnosis", DIAGNOSES)
def test_what_is_searched_for_maps_back(diagnosis):
    _, second, third = TERMS[str(diagnosis)]
    assert diagnosis_of({"diagnosis_2": second, "diagnosis_3": third}) is diagnosis
    assert search_words(diagnosis)


def test_a_diagnosis_that_is_not_stated_is_none():
    assert diagnosis_of({}) is None


def test_the_cache_keeps_to_its_limit_and_lets_go_of_what_was_not_used(tmp_path):
    cache = Cache(tmp_path / "cache", 100)
    for i, name in enumerate("abcd"):
        cache.keep(name, bytes(30))
        os.utime(cache._path(name), (i, i))
    assert cache.size <= 100
    assert cache.recall("a") is None
    assert cache.recall("b") is not None  # and so it is the newest
    cache.keep("e", bytes(30))
    assert cache.recall("b") is not None
    assert cache.recall("c") is None
    cache.keep("huge", bytes(101))
    assert cache.recall("huge") is None
    cache.clear()
    assert cache.size == 0


def test_a_disk_that_refuses_costs_only_the_cache(tmp_path, server):
    (tmp_path / "file").write_text("in the way")
    asked = Archive(Cache(tmp_path / "file" / "cache", 10**6), Doors.standing_in(server.address))
    (case,) = asked.search(Search(), 1).cases
    assert asked.photo(case)


def test_the_settings_say_where_and_how_much(monkeypatch, tmp_path):
    monkeypatch.setenv("TEN_OPINIONS_ARCHIVE_CACHE", str(tmp_path))
    monkeypatch.setenv("TEN_OPINIONS_ARCHIVE_MEGABYTES", "7")
    settings.cache_clear()
    found = archive_module.archive()
    assert found == Archive(Cache(tmp_path, 7_000_000), Doors())
    for closed in ("off", "http://192.0.2.1:80", "nonsense"):
        monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", closed)
        settings.cache_clear()
        assert archive_module.archive() is None
    settings.cache_clear()
