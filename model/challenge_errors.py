"""Why a challenge cannot be run or an entry cannot be taken; see `model.errors`."""

from __future__ import annotations

from model.errors import TenOpinionsError


class ChallengeError(TenOpinionsError):
    """A challenge, or something that belongs to one, cannot be used."""


class ChallengeUnknown(ChallengeError):
    """There is no definition of that name. Data: `challenge`, `known`."""


class ChallengeMistake(ChallengeError):
    """A definition is wrong. Data: `file`, `line`, `key`, and `reason`, a key of the words for mistakes."""


class EntryOfOtherSet(ChallengeError):
    """A table has the photos of another phase. Data: `file`, `set` of its photos, `expected`, the set of the phase."""


class EntryTooLarge(ChallengeError):
    """The file of an entry is too large. Data: `file`, `megabytes`, `maximum`."""


class PhaseNotOpen(ChallengeError):
    """The phase takes no entries now. Data: `set`."""


class PhotosMissing(ChallengeError):
    """The platform has no photos of the set, so that it cannot run a model on them. Data: `set`."""
