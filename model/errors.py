"""Every error a person can cause or meet, as one tree.

    TenOpinionsError
    ├── LesionImageError              the bytes are no lesion photo
    │   ├── NotAnImage                no decoder recognises them
    │   ├── DamagedImage              recognised, but broken or cut off
    │   ├── ImageTooSmall             under 96 px
    │   ├── TooManyPixels             over 40 megapixels, known before decoding
    │   ├── FileTooLarge              over 20 MB
    │   └── BlankImage                one even colour
    ├── AlgorithmError                no prediction can be made
    │   ├── UnknownAlgorithm          no submission has that name
    │   ├── WeightsMissing            the weights file is not there
    │   └── WeightsAltered            the weights file is not the one that was committed
    └── CaseFolderError               the presenter's own folder of cases cannot be read

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


class AlgorithmError(TenOpinionsError):
    """An algorithm cannot answer."""


class UnknownAlgorithm(AlgorithmError):
    """No submission has that name. Data: `slug`, `known`."""


class WeightsMissing(AlgorithmError):
    """The weights file is not there. Data: `file`."""


class WeightsAltered(AlgorithmError):
    """The weights file differs from the committed one. Data: `file`."""


class CaseFolderError(TenOpinionsError):
    """The folder named by `TEN_OPINIONS_CASES` cannot be shown. Data: `folder`, `reason`."""
