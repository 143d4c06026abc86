"""Places on the body -> terms of the archive's query language, and its answers -> places.

The archive describes a place by five levels, `anatom_site_1` to `anatom_site_5`, and by `anatom_site_special`
(`anatom_site_hierarchical.py` and `fields.py` in `ImageMarkup/isic-metadata`, read at commit 06cf5b7). The place of a
case is one of our eight, which older sets and `cases.csv` use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

TERMS: dict[str, tuple[tuple[str, str], ...]] = {
    "head/neck": (("anatom_site_1", "Head and neck"),),
    "upper extremity": (("anatom_site_1", "Upper extremity"),),
    "lower extremity": (("anatom_site_1", "Lower extremity"),),
    "anterior torso": (("anatom_site_2", "Anterior trunk"),),
    "posterior torso": (("anatom_site_2", "Posterior trunk"),),
    "lateral torso": (("anatom_site_2", "Lateral trunk"),),
    "palms/soles": (
        ("anatom_site_special", "acral palms or soles"),
        ("anatom_site_3", "Palm of hand"),
        ("anatom_site_3", "Sole of foot"),
    ),
    "oral/genital": (("anatom_site_special", "oral or genital"), ("anatom_site_1", "Anogenital region")),
}
SITES = tuple(TERMS)


def site_words(site: str) -> str:
    """The search for a place, in the archive's query language.

    >>> site_words("oral/genital")
    '(anatom_site_special:"oral or genital" OR anatom_site_1:"Anogenital region")'
    """
    return one_of(f'{field}:"{value}"' for field, value in TERMS[site])


def one_of(terms: Iterable[str]) -> str:
    """Terms of the query language of which one has to be met."""
    listed = list(terms)
    return listed[0] if len(listed) == 1 else f"({' OR '.join(listed)})"


def sites_of(clinical: Mapping[str, object]) -> tuple[str, ...]:
    """All places that a case belongs to, the narrowest first; empty where the archive states none.

    >>> sites_of({"anatom_site_1": "Lower extremity", "anatom_site_2": "Foot", "anatom_site_3": "Sole of foot"})
    ('palms/soles', 'lower extremity')
    """
    found = [site for site, terms in TERMS.items() if any(clinical.get(field) == value for field, value in terms)]
    return tuple(reversed(found))
