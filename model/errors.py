"""Every error a person can cause or meet, as one tree.

    TenOpinionsError
    ├── LesionImageError              the bytes are no lesion photo
    │   ├── NotAnImage                no decoder recognises them
    │   ├── DamagedImage              recognised, but broken or cut off
    │   ├── ImageTooSmall             under 96 px
    │   ├── TooManyPixels             more megapixels than the format may have, known before decoding
    │   ├── FileTooLarge              over 32 MB
    │   └── BlankImage                one even colour
    ├── NoLesionSeen                  a photo, but not of a lesion; whoever insists gets an answer that is marked
    ├── AlgorithmError                no prediction can be made
    │   ├── UnknownAlgorithm          no submission has that name
    │   ├── WeightsMissing            the weights file is not there
    │   ├── WeightsAltered            the weights file is not the one that was committed
    │   ├── SubmissionBroken          the submission cannot be imported
    │   ├── AlgorithmFailed           it raised an error, or its answer is not seven probabilities
    │   └── MembersMissing            a combining algorithm lacks the answer of a member
    ├── CaseFolderError               the presenter's own folder of cases cannot be read
    ├── ArchiveError                  the ISIC Archive does not give what was asked of it
    │   ├── ArchiveUnreachable        no network, no answer in time, or the archive is down
    │   ├── ArchiveBusy               it asks to come back later
    │   └── ArchiveUnclear            its answer leads elsewhere, is too large, or has another form
    ├── RoomError                     a phone cannot take part in the room of a presenter
    │   ├── RoomUnknown               no room has that code, or it was given up
    │   ├── RoomClosed                the presenter has closed it
    │   ├── RoomFull                  no more ballots are given out
    │   ├── TooManyTries              too many wrong codes in a short time
    │   └── VoteTooLate               the vote on that case is closed
    ├── StoryError                    the presenter's own steps cannot be shown
    │   ├── StoryUnreadable           their file cannot be read
    │   └── StoryMistake              something in it is not as it must be
    ├── ReportError                   the report cannot be made as it was asked for
    │   ├── ChromiumMissing           no browser that could print it
    │   ├── ReportNotPrinted          the browser did not print it
    │   ├── ReportEnding              the name of the file says no format that there is
    │   └── ReportNotWritten          the file cannot be written
    └── TableError                    a table of truth or predictions cannot be scored; also a ValueError
        ├── TableMissing              there is no such file
        ├── TableIsFolder             a folder in its place
        ├── TableUnreadable           the system refuses to read it
        ├── TableEmpty                no rows
        ├── TableNotUtf8              bytes that are no UTF-8 text
        ├── TableNotCsv               text that is no CSV
        ├── TableColumns              other columns than expected
        ├── TableRowLength            a row with more or fewer fields
        ├── TableRepeatedImages       more than one row for an image
        ├── TableNoNumber             a field that is no number
        ├── TableOutsideRange         a number outside [0, 1]
        ├── TableMissingImages        images without a row
        ├── TableUnknownImages        rows of images that were not asked about
        ├── TableOtherImages          both
        └── TruthUnclear              a row of the truth that names not exactly one diagnosis

Errors carry data, the locale file speaks: `errors.<code>` in `assets/locales` is the sentence, and says what to do.
The message of the exception itself is for logs, in plain English, without what the user uploaded.
"""

from __future__ import annotations

import re
from typing import ClassVar


class TenOpinionsError(Exception):
    """Root of the tree. Attributes given to the constructor fill the placeholders of the sentence."""

    code: ClassVar[str] = "unexpected"

    def __init__(self, **data: str | int | float) -> None:
        self.data = data
        super().__init__(f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in data.items())})")

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.data)


def _rebuilt(cls: type[TenOpinionsError], data: dict[str, str | int | float]) -> TenOpinionsError:
    return cls(**data)


class LesionImageError(TenOpinionsError):
    """The bytes cannot become a lesion image."""


class NotAnImage(LesionImageError):
    """No decoder recognises the bytes."""


class DamagedImage(LesionImageError):
    """A known format, but broken or cut off. Data: `format`."""


class ImageTooSmall(LesionImageError):
    """Too few pixels to see structures. Data: `width`, `height`, `minimum`, pixels."""


class TooManyPixels(LesionImageError):
    """More pixels than are decoded here. Data: `megapixels`, `maximum`."""


class FileTooLarge(LesionImageError):
    """More bytes than are read here. Data: `megabytes`, `maximum`."""


class BlankImage(LesionImageError):
    """One even colour: nothing to see."""


class NoLesionSeen(TenOpinionsError):
    """The gate does not take the photo for one of a lesion. Data: `times`, the limit of the distance."""


class AlgorithmError(TenOpinionsError):
    """An algorithm cannot answer."""


class UnknownAlgorithm(AlgorithmError):
    """No submission has that name. Data: `slug`, `known`."""


class WeightsMissing(AlgorithmError):
    """The weights file is not there. Data: `file`."""


class WeightsAltered(AlgorithmError):
    """The weights file differs from the committed one. Data: `file`."""


class SubmissionBroken(AlgorithmError):
    """The submission cannot be imported. Data: `slug`, `reason`."""


class AlgorithmFailed(AlgorithmError):
    """The algorithm raised an error, or its answer is not seven probabilities. Data: `slug`, `reason`."""


class MembersMissing(AlgorithmError):
    """A combining algorithm lacks the answers of members. Data: `names`."""


class CaseFolderError(TenOpinionsError):
    """The folder named by `TEN_OPINIONS_CASES` cannot be shown. Data: `folder`, `reason`."""


class RoomError(TenOpinionsError):
    """A phone cannot take part in the room of a presenter."""


class RoomUnknown(RoomError):
    """No room has that code, or nobody came back to it for hours."""


class RoomClosed(RoomError):
    """The presenter has closed the room."""


class RoomFull(RoomError):
    """No more ballots are given out. Data: `most`."""


class TooManyTries(RoomError):
    """Too many wrong codes were tried. Data: `seconds` until another may be."""


class VoteTooLate(RoomError):
    """The vote on a case is closed. Data: `number` of the case."""


class ArchiveError(TenOpinionsError):
    """The ISIC Archive does not give what was asked of it."""


class ArchiveUnreachable(ArchiveError):
    """No network, no answer in time, or the archive is down."""


class ArchiveBusy(ArchiveError):
    """It asks to come back later. Data: `seconds`."""


class ArchiveUnclear(ArchiveError):
    """Its answer is not what it documents. Data: `reason`."""


class StoryError(TenOpinionsError):
    """The steps in the file named by `TEN_OPINIONS_STORY` cannot be shown. `reason` is a key of `story_reasons`."""


class StoryUnreadable(StoryError):
    """The file cannot be read. Data: `file`, `reason`."""


class StoryMistake(StoryError):
    """Something in it is not as it must be. Data: `file`, `line`, `key`, `reason`, `detail` that a reason names."""


class ReportError(TenOpinionsError):
    """The report cannot be made as it was asked for."""


class ChromiumMissing(ReportError):
    """No browser that could print. Data: `names` that were looked for."""


class ReportNotPrinted(ReportError):
    """The browser did not print. Data: `program`."""


class ReportEnding(ReportError):
    """The name of the file ends neither in .html nor in .pdf. Data: `file`."""


class ReportNotWritten(ReportError):
    """The file cannot be written. Data: `file`."""


class TableError(TenOpinionsError, ValueError):
    """A table of truth or predictions cannot be scored. `images` names up to five culprits, separated by commas."""


class TableMissing(TableError):
    """There is no such file. Data: `file`."""


class TableIsFolder(TableError):
    """A folder stands in place of the table. Data: `file`."""


class TableUnreadable(TableError):
    """The system refuses to read the file. Data: `file`."""


class TableEmpty(TableError):
    """The file holds no rows. Data: `file`."""


class TableNotUtf8(TableError):
    """Bytes that are no UTF-8 text. Data: `file`, `line`, the first that is not."""


class TableNotCsv(TableError):
    """Text that is no CSV. Data: `file`, `line`."""


class TableColumns(TableError):
    """Other columns than expected. Data: `file`, `expected`, `got`."""


class TableRowLength(TableError):
    """A row with more or fewer fields. Data: `file`, `image`, `expected`, `got`."""


class TableRepeatedImages(TableError):
    """More than one row for an image. Data: `file`, `number` of such images, `images`."""


class TableNoNumber(TableError):
    """A field that is no number, NaN included. Data: `file`, `image`, `column`, `got`."""


class TableOutsideRange(TableError):
    """A number outside [0, 1]. Data: `file`, `image`, `column`, `got`."""


class TableMissingImages(TableError):
    """Images without a row. Data: `file`, `number` of them, `images`."""


class TableUnknownImages(TableError):
    """Rows of images that the truth does not know. Data: `file`, `number` of them, `images`."""


class TableOtherImages(TableError):
    """Images without a row and rows of unknown images.

    Data: `file`, `number`, `images`, `unknown_number`, `unknown`.
    """


class TruthUnclear(TableError):
    """Rows of the truth without a single 1. Data: `file`, `number` of them, `images`."""
