"""The query language of the ISIC Archive, as its server parses it, for the stand-in.

Written from the grammar in `isic/core/dsl.py` and the fields of `isic_metadata/registry.py`: a term is `field:value`,
with `-` before it for 'not'; AND binds closer than OR; terms side by side are joined by AND. An image without the field
of a 'not' meets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TEXTS = {
    *("isic_id", "copyright_license", "image_type", "image_manipulation", "sex", "lesion_id", "diagnosis_confirm_type"),
    *(f"anatom_site_{level}" for level in range(1, 6)),
    "anatom_site_special",
    *(f"diagnosis_{level}" for level in range(1, 6)),
}
NUMBERS = {"age_approx"}
TOKEN = re.compile(
    r"\s*(?:(?P<sign>[()])|(?P<word>AND|OR)\b|(?P<term>(?P<no>-?)(?P<field>\w+):"
    r'(?:"(?P<quoted>[^"]*)"|\[(?P<low>\d+) TO (?P<high>\d+)\]|(?P<bare>[\w*-]+))))'
)
Test = Callable[[dict[str, Any]], bool]


class Unparsable(Exception):
    """The text is no query."""


def meets(query: str, image: dict[str, Any]) -> bool:
    """Whether an image, as the interface describes it, meets a query.

    Raises:
        Unparsable: it is no query; also for a field that the archive does not have.
    """
    fields = image.get("metadata") or {}
    flat = {**image, **fields.get("acquisition", {}), **fields.get("clinical", {})}
    return _Parser(query).whole()(flat)


class _Parser:
    def __init__(self, query: str) -> None:
        self.tokens: list[re.Match[str]] = []
        at, end = 0, len(query.rstrip())
        while at < end:
            found = TOKEN.match(query, at)
            if found is None:
                raise Unparsable(query[at:])
            self.tokens.append(found)
            at = found.end()

    def whole(self) -> Test:
        test = self._any()
        if self.tokens:
            raise Unparsable(self.tokens[0][0])
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._take("OR"):
            tests.append(self._all())
        return lambda image: any(test(image) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._take("AND") or (self.tokens and self.tokens[0]["term"]):
            tests.append(self._one())
        return lambda image: all(test(image) for test in tests)

    def _one(self) -> Test:
        if self._take("("):
            test = self._any()
            if not self._take(")"):
                raise Unparsable("(")
            return test
        if not self.tokens or not self.tokens[0]["term"]:
            raise Unparsable("expected a term")
        return _term(self.tokens.pop(0))

    def _take(self, text: str) -> bool:
        if self.tokens and self.tokens[0][0].strip() == text:
            self.tokens.pop(0)
            return True
        return False


def _term(found: re.Match[str]) -> Test:
    name, negated = found["field"], bool(found["no"])
    if name in NUMBERS and found["low"]:
        low, high = int(found["low"]), int(found["high"])
        return lambda image: (image.get(name) is not None and low <= image[name] <= high) != negated
    if name not in TEXTS or found["low"]:
        raise Unparsable(found[0])
    value = found["quoted"] if found["quoted"] is not None else found["bare"]
    if value.endswith("*"):
        return lambda image: str(image.get(name) or "").startswith(value[:-1]) != negated
    return lambda image: (image.get(name) == value) != negated
