"""The criteria of a search -> words of the archive's query language, and whether a case meets them.

The language (`isic/core/dsl.py` in `ImageMarkup/isic`): `field:value`, quoted where it has spaces, `[20 TO 40]` for a
range, `*` at the end for any ending, `-` before a field for 'not', AND and OR in capitals.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.isic_archive.case import DERMOSCOPIC, OLDEST, SEXES, SYNTHETIC, ArchiveCase
from model.isic_archive.sites import SITES, site_words
from model.isic_archive.taxonomy import search_words
from model.lesion.diagnosis import Diagnosis
from model.lesion.learned import dense_thousands

LICENCES = ("CC-0", "CC-BY", "CC-BY-NC")


@dataclass(frozen=True)
class Search:
    """The criteria of a search; None stands for any value.

    Photos that algorithms learned from are left out unless `learned` is set.

    Raises:
        ValueError: an age, sex, site or licence that the archive does not have.
    """

    diagnosis: Diagnosis | None = None
    ages: tuple[int, int] = (0, OLDEST)
    sex: str | None = None
    site: str | None = None
    licence: str = LICENCES[0]
    learned: bool = False

    def __post_init__(self) -> None:
        youngest, oldest = self.ages
        if not 0 <= youngest <= oldest <= OLDEST:
            raise ValueError(f"expected ages from 0 to {OLDEST}, got {self.ages}")
        for value, known in ((self.sex, SEXES), (self.site, SITES), (self.licence, LICENCES)):
            if value is not None and value not in known:
                raise ValueError(f"expected one of {', '.join(known)}, got {value!r}")

    @property
    def words(self) -> str:
        """The search in the archive's query language.

        Of the photos that algorithms learned from it leaves out those in `dense_thousands`: the archive answers with
        its oldest photos first, and these would fill its first pages. `fits` leaves out the others.
        """
        terms = [f"image_type:{DERMOSCOPIC}", f'copyright_license:"{self.licence}"']
        if self.ages != (0, OLDEST):
            terms.append(f"age_approx:[{self.ages[0]} TO {self.ages[1]}]")
        if self.sex is not None:
            terms.append(f"sex:{self.sex}")
        if self.site is not None:
            terms.append(site_words(self.site))
        if self.diagnosis is not None:
            terms.append(search_words(self.diagnosis))
        left_out = [] if self.learned else [f"-isic_id:{beginning}*" for beginning in dense_thousands()]
        return " AND ".join([*terms, f"-image_manipulation:{SYNTHETIC}", *left_out])

    def fits(self, case: ArchiveCase) -> bool:
        """Whether a case meets all criteria."""
        return (
            case.licence == self.licence
            and (self.diagnosis is None or case.diagnosis is self.diagnosis)
            and self._fits_age(case.age)
            and self.sex in {None, case.sex}
            and (self.site is None or self.site in case.sites)
            and (self.learned or not case.learned)
        )

    def _fits_age(self, age: int | None) -> bool:
        youngest, oldest = self.ages
        return self.ages == (0, OLDEST) or (age is not None and youngest <= age <= oldest)
