"""The series of a visit: many photos at once, bounded in number and bytes, in the memory of the session alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock

from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from model.lesion.photo_files import PhotoFile, uploaded_files
from model.reading.series import SeriesPhoto, decoded

MOST = 100
"""Photos of a series; each takes about 0.5 MB of the session's memory once it is decoded."""
MOST_BYTES = 400 * 10**6
"""Bytes of files that wait to be decoded; the files of a zip archive count together, as they lie in it."""


@dataclass
class PhotoSeries:
    """The photos of a series; safe in several threads.

    Attributes:
        left_out: number of files that were more, or larger together, than a series holds.
        no_photos: names of files in archives that are no photos by name.
    """

    left_out: int = 0
    no_photos: list[str] = field(default_factory=list)
    _waiting: dict[int, PhotoFile] = field(default_factory=dict, repr=False)
    _photos: dict[int, SeriesPhoto] = field(default_factory=dict, repr=False)
    _bytes: int = 0
    _lock: RLock = field(default_factory=RLock, repr=False)

    def __len__(self) -> int:
        return len(self._waiting) + len(self._photos)

    def add(self, uploads: Iterable[UploadedFileRec]) -> None:
        """Add uploaded files in their order, and the photos of zip archives among them."""
        with self._lock:
            for upload in uploads:
                files = list(uploaded_files(upload.name, upload.data, self.no_photos))
                fits = self._bytes + len(upload.data) <= MOST_BYTES
                taken = files[: MOST - len(self)] if fits else []
                self.left_out += len(files) - len(taken)
                if taken:
                    self._bytes += len(upload.data)
                    self._waiting |= {len(self) + i: file for i, file in enumerate(taken)}

    def photo(self, number: int) -> SeriesPhoto | None:
        """Return a photo by its number; None where it was not decoded yet."""
        return self._photos.get(number)

    def name(self, number: int) -> str:
        """Return the name of a file by its number."""
        photo = self._photos.get(number)
        return photo.name if photo else self._waiting[number].name

    def decode(self, number: int) -> SeriesPhoto:
        """Decode a file, keep the photo and free the file; at once where it was decoded before."""
        with self._lock:
            if number not in self._photos:
                self._photos[number] = decoded(self._waiting[number])
                del self._waiting[number]
                self._bytes = self._bytes if self._waiting else 0
            return self._photos[number]
