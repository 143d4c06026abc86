"""Search the ISIC Archive and get pictures from it, each through a cache on this computer.

`GET /images/search/?query=...&limit=...` gives `{"results", "count", "next", "previous"}`, where `next` is the address
of the next page or null (`isic/core/pagination.py` in `ImageMarkup/isic` at commit bafb737). Pictures lie unsigned in
an open bucket. All this was read from the server's code; no real answer of the archive has been tried yet.

Answers are not trusted: names are checked, addresses may only lead to the archive, and each result is checked against
the search.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from model.errors import ArchiveUnclear, ArchiveUnreachable
from model.isic_archive.cache import Cache
from model.isic_archive.case import ArchiveCase, case_of
from model.isic_archive.connection import Doors, fetched
from model.isic_archive.search import Search
from model.lesion.learned import ISIC_NAME
from model.settings import settings

PAGE = 100
"""Results of one request, the archive's maximum."""
MOST_PAGES = 6
"""Maximum number of requests for one search."""
SEARCH_SILENCE = 20.0
"""Longest wait for the answer to a search, seconds; the archive searches millions of rows."""
MOST_JSON = 4 * 2**20
MOST_THUMBNAIL = 2**20
MOST_PHOTO = 32 * 2**20


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

    def known(self, names: Collection[str]) -> tuple[ArchiveCase, ...]:
        """The cases of these ISIC identifiers, at most `PAGE`; what is no identifier or no case of ours is left out.

        Raises:
            ArchiveError: the archive cannot be reached or read.
        """
        asked = [name for name in dict.fromkeys(names) if ISIC_NAME.fullmatch(name)][:PAGE]
        if not asked:
            return ()
        address = self._search_address(" OR ".join(f"isic_id:{name}" for name in asked))
        results, _ = _page(fetched(address, MOST_JSON, self.doors, SEARCH_SILENCE))
        return tuple(case for case in map(case_of, results) if case is not None and case.isic_id in asked)

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
        data = self.cache.recall(address)
        if data is None:
            data = fetched(address, most, self.doors)
            self.cache.keep(address, data)
        return data

    def _search_address(self, words: str) -> str:
        return f"{self.doors.api}/images/search/?{urlencode({'query': words, 'limit': PAGE})}"

    def _answers(self, search: Search, number: int) -> Iterator[dict[str, Any]]:
        """Raw results, page after page, until enough of them meet the criteria."""
        address: str | None = self._search_address(search.words)
        before: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            if address is None or len(_chosen(before, search, number)) == number:
                return
            results, address = _page(fetched(address, MOST_JSON, self.doors, SEARCH_SILENCE))
            before += results
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


def _chosen(results: Iterable[dict[str, Any]], search: Search, number: int) -> tuple[ArchiveCase, ...]:
    """The first `number` cases that meet the criteria, one photo of each lesion."""
    cases: dict[str, ArchiveCase] = {}
    for case in filter(None, map(case_of, results)):
        if search.fits(case):
            cases.setdefault(case.lesion, case)
    return tuple(cases.values())[:number]


def archive() -> Archive | None:
    """The archive of the settings; None where it is switched off or where they name another computer."""
    chosen = settings()
    try:
        doors = Doors.standing_in(chosen.archive) if chosen.archive else Doors()
    except ValueError:
        return None
    return Archive(Cache(chosen.archive_cache, chosen.archive_megabytes * 10**6), doors)
