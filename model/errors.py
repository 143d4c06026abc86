"""Errors with a message for the user, as one tree.

    TenOpinionsError
    ├── LesionImageError: NotAnImage, OtherFormat, CameraRaw, HdrImage, UnreadCoding, DicomWithoutPicture,
    │       DicomIncomplete, DamagedImage, CannotOpen, CannotUnpack, ImageTooSmall, TooManyPixels,
    │       FileTooLarge, BlankImage
    ├── PhotoHeldBack: NoLesionSeen, DecodedWrongly, NoDermatoscope
    ├── AlgorithmError: UnknownAlgorithm, WeightsMissing, WeightsAltered, SubmissionBroken, AlgorithmFailed,
    │       MembersMissing
    ├── CaseFolderError
    ├── ArchiveError: ArchiveUnreachable, ArchiveBusy, ArchiveUnclear
    ├── RoomError: RoomUnknown, RoomClosed, RoomFull, TooManyTries, VoteTooLate
    ├── DiskFull
    ├── StoryError: StoryUnreadable, StoryMistake
    ├── ChallengeError: ChallengeUnknown, ChallengeMistake, EntryOfOtherSet, EntryTooLarge, PhaseNotOpen,
    │       PhotosMissing
    ├── ReportError: ChromiumMissing, ReportNotPrinted, ReportEnding, ReportNotWritten
    ├── StoreError: StoreUnreachable, StoreFull, StorePackageMissing, TeamNameTaken, TeamNameUnfit, TeamUnknown,
    │       EntriesOfDayUsed, EntriesUsed, SubmissionUnknown, MoveNotAllowed, LeaseLost, CodeWrong, CodesTooMany,
    │       StoredFileMissing, StoredFileAltered, StoreNotEmpty, BackupUnreadable, BackupOfOtherVersion
    ├── PreparationError: PreparationNotToml, PreparationMistake
    ├── ModelError: ModelTooLarge, ModelNotOnnx, ModelVersion, ModelOperator, ModelOutsideData, ModelTooManyNodes,
    │       ModelTensorTooLarge, ModelInput, ModelOutput, ModelNotLoaded, ModelFailed, ModelNoNumber, ModelSumOff,
    │       ModelOutOfTime, ModelOutOfMemory, ModelCrashed, ModelStopped
    ├── WeightsError: WeightsFamily, WeightsUnreadable, WeightsTensors, WeightsShape, WeightsNoNumber,
    │       WeightsTemperature
    └── TableError: TableMissing, TableIsFolder, TableUnreadable, TableTooLarge, TableEmpty, TableIsWorkbook,
            TableNotUtf8, TableNotCsv, TableColumns, TableRowLength, TableNoImage, TableRepeatedImages, TableNoNumber,
            TableOutsideRange, TableSumOff, TableMissingImages, TableUnknownImages, TableOtherImages, TableForeignImage,
            TableSetIncomplete, TruthUnclear

Those of tables, challenges, their store and submissions are in files of their own beside this one. The sentence shown
to the user is `errors.<code>` in `assets/locales`; the data of the error fills its placeholders. The message of the
exception itself is for logs and never contains uploaded content.
"""

from __future__ import annotations

import re
from typing import ClassVar


class TenOpinionsError(Exception):
    """Root of the tree; its keyword arguments fill the placeholders of the sentence."""

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
    """The file cannot be used as a lesion photo."""


class NotAnImage(LesionImageError):
    """No decoder recognises the format."""


class OtherFormat(LesionImageError):
    """A known format that is not read. Data: `kind`, a key of the words for kinds of files."""


class CameraRaw(LesionImageError):
    """The raw photo of a camera: values of the sensor, not yet colours."""


class HdrImage(LesionImageError):
    """The photo states brightness in a range that screens do not have (PQ or HLG). Data: `format`."""


class UnreadCoding(LesionImageError):
    """A format that is read, with pixels coded in a way that is not. Data: `format`, `coding`."""


class DicomWithoutPicture(LesionImageError):
    """A DICOM file that holds something else. Data: `kind`, a key of the words for DICOM."""


class DicomIncomplete(LesionImageError):
    """A DICOM file lacks an entry without which its pixels have no meaning. Data: `entry`, its name in the standard."""


class DamagedImage(LesionImageError):
    """A known format, but broken or cut off. Data: `format`."""


class CannotOpen(LesionImageError):
    """The file cannot be opened. Data: `reason`, of the operating system."""


class CannotUnpack(LesionImageError):
    """The file cannot be unpacked from its archive. Data: `reason`."""


class ImageTooSmall(LesionImageError):
    """The photo is too small to show structures. Data: `width`, `height`, `minimum`, pixels."""


class TooManyPixels(LesionImageError):
    """The photo has more pixels than the limit. Data: `megapixels`, `maximum`."""


class FileTooLarge(LesionImageError):
    """The file has more bytes than the limit. Data: `megabytes`, `maximum`."""


class BlankImage(LesionImageError):
    """The photo is one uniform colour."""


class PhotoHeldBack(TenOpinionsError):
    """The gate lets no algorithm answer about the photo, unless the user insists."""


class NoLesionSeen(PhotoHeldBack):
    """The gate sees no lesion on the photo. Data: `times`, the limit of the distance."""


class DecodedWrongly(PhotoHeldBack):
    """The picture looks torn, striped or in false colours, as if a program had read its file wrongly."""


class NoDermatoscope(PhotoHeldBack):
    """The photo looks like a close-up taken without a dermatoscope.

    Data: `photos`, the number of such photos on which the committee's melanoma AUC was `auc`, `low` to `high`.
    """


class AlgorithmError(TenOpinionsError):
    """An algorithm cannot make a prediction."""


class UnknownAlgorithm(AlgorithmError):
    """No submission has that name. Data: `slug`, `known`."""


class WeightsMissing(AlgorithmError):
    """The weights file does not exist. Data: `file`."""


class WeightsAltered(AlgorithmError):
    """The weights file differs from the committed one. Data: `file`."""


class SubmissionBroken(AlgorithmError):
    """The submission cannot be imported. Data: `slug`, `reason`."""


class AlgorithmFailed(AlgorithmError):
    """The algorithm raised an error, or its answer is not seven probabilities. Data: `slug`, `reason`."""


class MembersMissing(AlgorithmError):
    """A combining algorithm lacks the answers of members. Data: `names`."""


class DiskFull(TenOpinionsError):
    """A command cannot write any more."""


class CaseFolderError(TenOpinionsError):
    """The folder in `TEN_OPINIONS_CASES` cannot be read. Data: `folder`, `reason`."""


class RoomError(TenOpinionsError):
    """A phone cannot join a presenter's room."""


class RoomUnknown(RoomError):
    """No room has that code, or the room has expired."""


class RoomClosed(RoomError):
    """The presenter has closed the room."""


class RoomFull(RoomError):
    """All ballots are taken. Data: `most`."""


class TooManyTries(RoomError):
    """Too many wrong codes were entered. Data: `seconds` until the next try."""


class VoteTooLate(RoomError):
    """The vote on a case is closed. Data: `number` of the case."""


class ArchiveError(TenOpinionsError):
    """A request to the ISIC Archive failed."""


class ArchiveUnreachable(ArchiveError):
    """No network, a timeout or a server error."""


class ArchiveBusy(ArchiveError):
    """The archive limits the number of requests. Data: `seconds` to wait."""


class ArchiveUnclear(ArchiveError):
    """Its answer is not what it documents. Data: `reason`."""


class StoryError(TenOpinionsError):
    """The steps in the file named by `TEN_OPINIONS_STORY` cannot be shown. `reason` is a key of `story_reasons`."""


class StoryUnreadable(StoryError):
    """The file cannot be read. Data: `file`, `reason`."""


class StoryMistake(StoryError):
    """An entry of the file is invalid. Data: `file`, `line`, `key`, `reason`, `detail` that a reason names."""


class ReportError(TenOpinionsError):
    """A report cannot be made."""


class ChromiumMissing(ReportError):
    """No Chromium to print with. Data: `names` that were searched for."""


class ReportNotPrinted(ReportError):
    """The browser failed to print. Data: `program`."""


class ReportEnding(ReportError):
    """The name of the file ends neither in .html nor in .pdf. Data: `file`."""


class ReportNotWritten(ReportError):
    """The file cannot be written. Data: `file`."""
