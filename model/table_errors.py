"""Why a table of truth or predictions cannot be read or scored; see `model.errors`."""

from __future__ import annotations

from model.errors import TenOpinionsError


class TableError(TenOpinionsError, ValueError):
    """A table of truth or predictions cannot be scored. `images` lists up to five of the images concerned."""


class TableMissing(TableError):
    """The file does not exist. Data: `file`."""


class TableIsFolder(TableError):
    """The path is a folder. Data: `file`."""


class TableUnreadable(TableError):
    """The file cannot be opened. Data: `file`."""


class TableTooLarge(TableError):
    """The file has more bytes than a table of all sets needs. Data: `file`, `maximum`, megabytes."""


class TableEmpty(TableError):
    """The file has no rows. Data: `file`."""


class TableIsWorkbook(TableError):
    """The file is a workbook of a spreadsheet program, and no text. Data: `file`."""


class TableNotUtf8(TableError):
    """The file is not text in UTF-8 or UTF-16. Data: `file`, `line` of the first invalid byte."""


class TableNotCsv(TableError):
    """The file is not CSV. Data: `file`, `line`."""


class TableColumns(TableError):
    """The columns are not the expected ones. Data: `file`, `line` of the header, `expected`, `got`."""


class TableRowLength(TableError):
    """A row has too many or too few fields. Data: `file`, `line`, `image`, `expected`, `got`."""


class TableNoImage(TableError):
    """A row names no image. Data: `file`, `line`."""


class TableRepeatedImages(TableError):
    """An image has more than one row.

    Data: `file`, `line` of the first repetition, `number` of such images, `images`.
    """


class TableNoNumber(TableError):
    """A field is not a number, or is NaN. Data: `file`, `line`, `image`, `column`, `got`."""


class TableOutsideRange(TableError):
    """A number is outside [0, 1]. Data: `file`, `line`, `image`, `column`, `got`."""


class TableSumOff(TableError):
    """The numbers of a row do not add up to 1. Data: `file`, `line`, `image`, `got`, `number` of such rows."""


class TableMissingImages(TableError):
    """Some images have no row. Data: `file`, `number` of them, `images`."""


class TableUnknownImages(TableError):
    """Some rows are of images that are not in the truth. Data: `file`, `number` of them, `images`."""


class TableOtherImages(TableError):
    """Some images have no row, and some rows are of unknown images.

    Data: `file`, `number`, `images`, `unknown_number`, `unknown`.
    """


class TableForeignImage(TableError):
    """An image is in no set of the leaderboard. Data: `file`, `line`, `image`, `number` of such rows."""


class TableSetIncomplete(TableError):
    """Some images of a set have no row. Data: `file`, `set`, `number` of them, `total` of the set, `images`."""


class TruthUnclear(TableError):
    """Some rows of the truth do not have exactly one 1. Data: `file`, `number` of them, `images`."""
