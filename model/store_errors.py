"""What the store of a challenge refuses, and why; see `model.errors`."""

from __future__ import annotations

from model.errors import TenOpinionsError


class StoreError(TenOpinionsError):
    """The store of a challenge refuses something."""


class StoreUnreachable(StoreError):
    """The database cannot be opened or is away. Data: `reason`, the class of the driver's error."""


class StoreFull(StoreError):
    """The disk of the store is full; nothing was changed."""


class StorePackageMissing(StoreError):
    """A package for this database or bucket is not installed. Data: `package`."""


class TeamNameTaken(StoreError):
    """Another team of the challenge has this name. Data: `name`."""


class TeamNameUnfit(StoreError):
    """The name is blank or too long. Data: `maximum`, characters."""


class TeamUnknown(StoreError):
    """No team of the challenge has this name or number. Data: `name`."""


class EntriesOfDayUsed(StoreError):
    """The team has no entry left today. Data: `limit`, `again`, when the next day begins."""


class EntriesUsed(StoreError):
    """The team has no entry left in this phase. Data: `limit`."""


class SubmissionUnknown(StoreError):
    """There is no submission with this number. Data: `number`."""


class MoveNotAllowed(StoreError):
    """A submission cannot get another state. Data: `state` that it has, a key of its words; `wanted`."""


class LeaseLost(StoreError):
    """The run of a worker no longer counts: another took it over, or it was withdrawn. Data: `number`."""


class CodeWrong(StoreError):
    """No code that is valid was entered."""


class CodesTooMany(StoreError):
    """Too many wrong codes were entered. Data: `seconds` until the next try."""


class StoredFileMissing(StoreError):
    """A file of the store is not there. Data: `name`."""


class StoredFileAltered(StoreError):
    """A file of the store is not what its name says. Data: `name`."""


class StoreNotEmpty(StoreError):
    """A backup can only be restored into an empty store. Data: `table` that holds rows."""


class BackupUnreadable(StoreError):
    """The file is no backup of a store, or is damaged. Data: `file`."""


class BackupOfOtherVersion(StoreError):
    """The backup has the tables of another version. Data: `file`, `expected`, `got`."""
