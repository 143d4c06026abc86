"""`python -m model new SLUG [--out FOLDER]`: starts a working submission with its recipe, test and texts.

    templates of `starter/` -> submission, recipe, test, texts in both languages, untrained weights and their sheet

The starter passes every acceptance check and answers one seventh for each diagnosis. No file is overwritten: each
locale file gets one more table, and all other files are new.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from model.lesion.diagnosis import DIAGNOSES
from model.settings import ROOT
from model.text import LANGUAGES
from model.training.weights_files import LICENCE, unmeasured_sheet, write_weights

TEMPLATES = Path(__file__).resolve().parent / "starter"
FEATURES = 6
"""Number of features in the template of the submission."""
LONGEST = 40


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="name of the algorithm, such as my_idea")
    parser.add_argument("--out", type=Path, default=ROOT, help="checkout to write to (default: this one)")


def run(options: argparse.Namespace) -> int:
    """Write the starter, and print its files and the next steps; 2 where the name cannot be used."""
    refused = refusal(options.slug, options.out)
    if refused:
        print(refused, file=sys.stderr)
        return 2
    written = write_starter(options.slug, options.out)
    print("Written:", *(f"  {path}" for path in written), sep="\n")
    print("One table each was added to:", *(f"  {path}" for path in locale_files().values()), sep="\n")
    print(Template((TEMPLATES / "next_steps.template").read_text(encoding="utf-8")).substitute(slug=options.slug))
    return 0


def refusal(slug: str, out: Path) -> str:
    """The reason why a name cannot be used in a checkout; empty where it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or len(slug) > LONGEST:
        return f"expected a name of at most {LONGEST} small letters, digits and _, a letter first; got {slug!r}"
    if keyword.iskeyword(slug) or keyword.issoftkeyword(slug):
        return f"expected a name that is no keyword of Python, got {slug!r}"
    absent = [str(path) for path in locale_files().values() if not (out / path).is_file()]
    if absent:
        return f"expected a checkout of this project in {out}, but it has no {', '.join(absent)}"
    taken = [str(path) for path in new_files(slug) if (out / path).exists()]
    taken += [f"algorithms.{slug} in {path}" for path in locale_files().values() if _has_texts(out / path, slug)]
    return f"expected a new name, but these exist: {', '.join(taken)}" if taken else ""


def new_files(slug: str) -> dict[Path, str]:
    """The files of a starter, relative to the checkout, with their templates; empty for weights and sheet."""
    weights = Path("assets/weights")
    return {
        Path("model/algorithms/submissions") / f"{slug}.py": "submission.template",
        Path("model/training/submissions") / f"{slug}.py": "recipe.template",
        Path("tests/algorithms/submissions") / f"test_{slug}.py": "test.template",
        weights / f"{slug}.safetensors": "",
        weights / f"{slug}.json": "",
    }


def locale_files() -> dict[str, Path]:
    """The locale file of each language, relative to the checkout."""
    return {language: Path("assets/locales") / f"{language}.toml" for language in LANGUAGES}


def write_starter(slug: str, out: Path) -> list[Path]:
    """Write all files of a starter and add its texts; return the new files, relative to the checkout."""
    files = new_files(slug)
    for path, template in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        if template:
            with (out / path).open("x", encoding="utf-8") as file:  # fails rather than overwrites
                file.write(_filled(template, slug))
    for language, path in locale_files().items():
        _insert_texts(out / path, _filled(f"texts.{language}.template", slug))
    _write_weights(slug, out / "assets/weights")
    return list(files)


def _filled(template: str, slug: str) -> str:
    title = slug.replace("_", " ").capitalize()
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(slug=slug, title=title)


def _has_texts(path: Path, slug: str) -> bool:
    return re.search(rf"^\[algorithms\.{slug}\]", path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def _insert_texts(path: Path, table: str) -> None:
    """Insert a table before `[families]`, after the tables of the other algorithms."""
    text = path.read_text(encoding="utf-8")
    before, header, after = text.partition("\n[families]\n")
    path.write_text(f"{before}\n{table}{header}{after}" if header else f"{text}\n{table}", encoding="utf-8")


def _write_weights(slug: str, folder: Path) -> None:
    """Write zeros, which give each diagnosis one seventh, and a sheet that marks them as untrained."""
    matrix, bias = np.zeros((FEATURES, len(DIAGNOSES)), np.float16), np.zeros(len(DIAGNOSES), np.float32)
    arrays: dict[str, NDArray[Any]] = {"matrix": matrix, "bias": bias}
    data = save(arrays, metadata={"slug": slug, "licence": LICENCE})
    write_weights(data, unmeasured_sheet(slug, data, fit_images=0, recipe={"untrained": True}), folder)
