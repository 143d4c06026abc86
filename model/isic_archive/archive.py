"""Search the ISIC Archive and get pictures from it, each through a cache on this computer.

Form of the answers: `GET /images/search/?query=...&limit=...` gives `{"count", "next", "previous", "results"}`, where
`next` is the address of the next page or null, and each result has `isic_id`, `copyright_license`, `attribution`,
`files.full.url`, `files.thumbnail_256.url` and `metadata.clinical` (`isic/core/api/image.py` and `pagination.py` in
`ImageMarkup/isic`). The query language is described on the archive's own page of the interface: `field:value`, quoted
where it has spaces, `[20 TO 40]` for a range, AND and OR in capitals. All this comes from its documentation; the code
has not been tried against the real archive yet.

Answers are not trusted: names are checked, addresses may only lead to the archive, and each result is checked against
the search.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from model.errors import ArchiveUnclear, ArchiveUnreachable
from model.isic_archive.cache import Cache
from model.isic_archive.connection import Doors, fetched
from model.isic_archive.taxonomy import diagnosis_of, search_words
from model.lesion.diagnosis import Diagnosis
from model.settings import settings

LICENCES = ("CC-0", "CC-BY", "CC-BY-NC")
SEXES = ("female", "male")
SITES = (
    "head/neck",
    "upper extremity",
    "lower extremity",
    "anterior torso",
    "posterior torso",
    "lateral torso",
    "palms/soles",
    "oral/genital",
)
OLDEST = 85
"""Highest age that the archive states, in years; older patients have it, too."""
PAGE = 100
"""Results of one request, the archive's maximum."""
MOST_PAGES = 6
"""Maximum number of requests for one search."""
MOST_JSON = 4 * 2**20
MOST_THUMBNAIL = 2**20
MOST_PHOTO = 32 * 2**20
NAME = re.compile(r"ISIC_\d{7}")
LONGEST = 200
"""Maximum length of a text field; the rest is cut."""


@dataclass(frozen=True)
class Search:
    """The criteria of a search; None stands for any value.

    Raises:
        ValueError: an age, sex, site or licence that the archive does not have.
    """

    diagnosis: Diagnosis | None = None
    ages: tuple[int, int] = (0, OLDEST)
    sex: str | None = None
    site: str | None = None
    licence: str = LICENCES[0]

    def __post_init__(self) -> None:
        youngest, oldest = self.ages
        if not 0 <= youngest <= oldest <= OLDEST:
            raise ValueError(f"expected ages from 0 to {OLDEST}, got {self.ages}")
        for value, known in ((self.sex, SEXES), (self.site, SITES), (self.licence, LICENCES)):
            if value is not None and value not in known:
                raise ValueError(f"expected one of {', '.join(known)}, got {value!r}")

    @property
    def words(self) -> str:
        """The search in the archive's query language, without the site, which `fits` checks."""
        terms = ["image_type:dermoscopic", f'copyright_license:"{self.licence}"']
        if self.ages != (0, OLDEST):
            terms.append(f"age_approx:[{self.ages[0]} TO {self.ages[1]}]")
        if self.sex is not None:
            terms.append(f"sex:{self.sex}")
        if self.diagnosis is not None:
            terms.append(search_words(self.diagnosis))
        return " AND ".join(terms)

    def fits(self, case: ArchiveCase) -> bool:
        """Whether a case meets all criteria."""
        youngest, oldest = self.ages
        return (
            case.licence == self.licence
            and (self.diagnosis is None or case.diagnosis is self.diagnosis)
            and (self.ages == (0, OLDEST) or (case.age is not None and youngest <= case.age <= oldest))
            and self.sex in {None, case.sex}
            and self.site in {None, case.site}
        )


@dataclass(frozen=True)
class ArchiveCase:
    """One case of the archive whose diagnosis is one of our seven.

    `known_as` is the archive's term for the diagnosis; the age is in years; sex and site are one of `SEXES` and
    `SITES`, or empty; `attribution` is the name to be credited; `thumbnail` and `full` are addresses of pictures.
    """

    isic_id: str
    diagnosis: Diagnosis
    known_as: str
    age: int | None
    sex: str
    site: str
    licence: str
    attribution: str
    thumbnail: str
    full: str


@dataclass(frozen=True)
class Found:
    """Cases in the order of the archive; `from_cache` if it cannot be reached and they are from an earlier answer."""

    cases: tuple[ArchiveCase, ...]
    from_cache: bool = False


@dataclass(frozen=True)
class Archive:
    """The archive behind a cache of its answers."""

    cache: Cache
    doors: Doors = field(default_factory=Doors)

    def search(self, search: Search, number: int) -> Found:
        """Up to `number` cases; fewer where the archive has no more within `MOST_PAGES` requests.

        Raises:
            ArchiveError: the archive cannot be reached or read, and the cache has no earlier answer.
        """
        name = f"search {number} {self.doors.api} {search}"
        try:
            answers = list(self._answers(search, number))
        except ArchiveUnreachable:
            earlier = self.cache.recall(name)
            if earlier is None:
                raise
            return Found(_chosen(_page(earlier)[0], search, number), from_cache=True)
        self.cache.keep(name, json.dumps({"results": answers}).encode())
        return Found(_chosen(answers, search, number))

    def thumbnail(self, case: ArchiveCase) -> bytes:
        """The bytes of a small picture of a case.

        Raises:
            ArchiveError: the archive does not deliver it.
        """
        return self._picture(case.thumbnail, MOST_THUMBNAIL)

    def photo(self, case: ArchiveCase) -> bytes:
        """The bytes of the photo of a case.

        Raises:
            ArchiveError: the archive does not deliver it.
        """
        return self._picture(case.full, MOST_PHOTO)

    def _picture(self, address: str, most: int) -> bytes:
        # The query holds a signature, which changes every day.
        name = urlsplit(address)._replace(query="", fragment="").geturl()
        data = self.cache.recall(name)
        if data is None:
            data = fetched(address, most, self.doors)
            self.cache.keep(name, data)
        return data

    def _answers(self, search: Search, number: int) -> Iterator[dict[str, Any]]:
        """Raw results, page after page, until enough of them meet the criteria."""
        address: str | None = f"{self.doors.api}/images/search/?{urlencode({'query': search.words, 'limit': PAGE})}"
        fitting = pages = 0
        while address is not None and fitting < number and pages < MOST_PAGES:
            results, address = _page(fetched(address, MOST_JSON, self.doors))
            pages += 1
            fitting += len(_chosen(results, search, PAGE))
            yield from results


def _page(data: bytes) -> tuple[list[dict[str, Any]], str | None]:
    """The results of an answer and the address of the next page.

    Raises:
        ArchiveUnclear: its form is not the documented one.
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ArchiveUnclear(reason="form") from error
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise ArchiveUnclear(reason="form")
    following = answer.get("next")
    return results, following if isinstance(following, str) and following else None


def _chosen(results: list[dict[str, Any]], search: Search, number: int) -> tuple[ArchiveCase, ...]:
    """The first `number` cases that meet the criteria, each once."""
    cases = {case.isic_id: case for result in results if (case := _case(result)) is not None and search.fits(case)}
    return tuple(cases.values())[:number]


def _case(result: Mapping[str, Any]) -> ArchiveCase | None:
    """A case from a raw result; None where its diagnosis is not one of our seven or its form is unknown."""
    try:
        clinical = result["metadata"]["clinical"]
        diagnosis = diagnosis_of(clinical)
        name = str(result["isic_id"])
        if diagnosis is None or not NAME.fullmatch(name):
            return None
        return ArchiveCase(
            name,
            diagnosis,
            _words(clinical.get("diagnosis_3") or clinical.get("diagnosis_2") or clinical.get("diagnosis")),
            _age(clinical.get("age_approx")),
            _among(clinical.get("sex"), SEXES),
            _among(clinical.get("anatom_site_general"), SITES),
            _words(result["copyright_license"]),
            _words(result.get("attribution")),
            str(result["files"]["thumbnail_256"]["url"]),
            str(result["files"]["full"]["url"]),
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _words(value: object) -> str:
    """A text field as one line of printable characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(value or "")).split())
    return line[:LONGEST]


def _age(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= OLDEST else None


def _among(value: object, known: tuple[str, ...]) -> str:
    word = str(value or "").lower()
    return word if word in known else ""


def archive() -> Archive | None:
    """The archive of the settings; None where it is switched off or where they name another computer."""
    chosen = settings()
    try:
        doors = Doors.standing_in(chosen.archive) if chosen.archive else Doors()
    except ValueError:
        return None
    return Archive(Cache(chosen.archive_cache, chosen.archive_megabytes * 10**6), doors)
