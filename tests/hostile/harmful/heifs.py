"""HEIC and AVIF: grids of many tiles and of themselves, items without end, false sizes and rotations."""

from __future__ import annotations

import struct
from functools import partial

from PIL import Image

from tests.hostile.containers import box, grid_of
from tests.hostile.harmful.metadata import Made, exif_blocks, profiles
from tests.lesion.generated_photos import corpus, picture, written

_PLUGIN = {"HEIC": "HEIF", "AVIF": "AVIF"}


def made(kind: str) -> Made:
    """Files of the kind that do harm, by what they do."""
    data = corpus()[kind]
    grids = {
        f"grid of {rows} x {columns}": partial(grid_of, data, rows, columns, 128)
        for rows, columns in ((1, 1), (2, 3), (31, 31), (48, 50), (100, 200), (250, 255))
    }
    return (
        grids | {"grid of itself": grid_of(data, 2, 2, 128, of_itself=True)} | _boxes(data) | _sizes(data) | _told(kind)
    )


def _boxes(data: bytes) -> dict[str, bytes]:
    free = box(b"free", b"")
    nested = b""
    for _ in range(5000):
        nested = box(b"meta", bytes(4), nested)
    head = data[: int.from_bytes(data[:4], "big")]
    return {
        "a million empty boxes": head + free * 10**6 + data[len(head) :],
        "boxes in boxes, 5,000 deep": head + nested + data[len(head) :],
        "box of no length": head + struct.pack(">I4s", 0, b"meta") + data[len(head) + 8 :],
        "box of 2^63 bytes": head + struct.pack(">I4sQ", 1, b"meta", 2**63) + data[len(head) + 8 :],
        "two descriptions": data + data[len(head) :],
        "only the beginning": head,
        "brands without end": struct.pack(">I", 4 * 10**6 + 16) + data[4:16] + b"abcd" * 10**6 + data[len(head) :],
        "film without pictures": head + box(b"moov", box(b"trak", box(b"mdia", bytes(100)))) + data[len(head) :],
    } | {
        f"{name.decode()} says {byte:#x}": _overwritten(data, name, byte)
        for name in (b"iloc", b"iinf", b"pitm", b"ipma", b"ispe", b"infe", b"hvcC", b"av1C", b"pixi", b"colr")
        for byte in (0, 0x7F, 0xFF)
        if name in data
    }


def _overwritten(data: bytes, name: bytes, byte: int) -> bytes:
    """The content of a box, without its version, replaced by one byte again and again."""
    start = data.index(name)
    length = int.from_bytes(data[start - 4 : start], "big")
    return data[: start + 8] + bytes((byte,)) * (length - 12) + data[start + length - 4 :]


def _sizes(data: bytes) -> dict[str, bytes]:
    true = struct.pack(">2I", 128, 128)
    return (
        {
            f"size {width} x {height}": data.replace(true, struct.pack(">2I", width, height))
            for width, height in ((0, 0), (2**32 - 1, 2**32 - 1), (8000, 8000), (6000, 6000), (96, 127), (129, 128))
        }
        | {f"turn {turn}": _with_property(data, box(b"irot", bytes((turn,)))) for turn in (0, 1, 3, 255)}
        | {
            "cut to nothing": _with_property(data, box(b"clap", struct.pack(">8I", 0, 1, 0, 1, 0, 1, 0, 1))),
            "cut by zero": _with_property(data, box(b"clap", bytes(32))),
            "cut to four billion": _with_property(data, box(b"clap", b"\xff" * 32)),
            "pixels twice as wide": _with_property(data, box(b"pasp", struct.pack(">2I", 2**31, 1))),
        }
    )


def _with_property(data: bytes, added: bytes) -> bytes:
    """One property more, in the place of the last, which says how deep the colours are or what they mean."""
    last = data.index(b"pixi" if data.index(b"pixi") > data.index(b"ispe") and b"hvcC" in data else b"colr") - 4
    room = int.from_bytes(data[last : last + 4], "big")
    if len(added) + 8 > room:
        return data[:last] + added[:room].ljust(room, b"\0") + data[last + room :]
    return (
        data[:last]
        + added
        + struct.pack(">I4s", room - len(added), b"free").ljust(room - len(added), b"\0")
        + data[last + room :]
    )


def _told(kind: str) -> Made:
    quick = {"speed": 10} if kind == "AVIF" else {}
    files: Made = {}
    for name, block in exif_blocks().items():
        if block.startswith(b"II*\0\x08") and len(block) < 50_000:
            files[f"EXIF: {name}"] = _with_exif(kind, block)
    for name, profile in profiles().items():
        if len(profile) < 10_000:
            files[f"profile: {name}"] = written(_small(), _PLUGIN[kind], icc_profile=profile)
    files["40 megapixels"] = lambda: written(picture().resize((6300, 6300)), _PLUGIN[kind], quality=1, **quick)
    return files


def _small() -> Image.Image:
    return picture(height=96, width=96)


def _with_exif(kind: str, block: bytes) -> bytes:
    """The writers check EXIF, so a sound block is replaced by another one of its length."""
    sound = (block[:8] + bytes(6)).ljust(len(block), b"x")
    return written(_small(), _PLUGIN[kind], exif=b"Exif\0\0" + sound).replace(sound, block)
