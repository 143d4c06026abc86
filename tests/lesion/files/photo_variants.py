"""Ways in which other files hold the same photo: (name, bytes)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

from model.lesion.files.colour_spaces import adobe_rgb, numbered
from tests.lesion.files.jpeg_frames import jpeg_frame
from tests.lesion.files.other_spaces import in_space
from tests.lesion.generated_photos import tiff, written


def tiffs(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    deep = skin.astype(np.uint16) * 257
    planes = np.ascontiguousarray(np.moveaxis(deep, 2, 0))
    for order in "<>":
        for layout, options in (("strips", {"rowsperstrip": 16}), ("tiles", {"tile": (64, 64)})):
            for big in (False, True):
                name = f"tiff {order} {layout}{' big' if big else ''}"
                yield f"{name} 16 bits", tiff(deep, byteorder=order, bigtiff=big, **options)
                yield (
                    f"{name} planes 16 bits",
                    tiff(planes, byteorder=order, bigtiff=big, planarconfig="separate", **options),
                )
                yield f"{name} 8 bits", tiff(skin, byteorder=order, bigtiff=big, **options)
    for compression in ("lzw", "zlib", "packbits", "zstd", "lzma"):
        yield f"tiff {compression}", tiff(skin, compression=compression)
        yield f"tiff {compression} 16 bits planes", tiff(planes, compression=compression, planarconfig="separate")
        if compression != "packbits":
            yield f"tiff {compression} predictor", tiff(deep, compression=compression, predictor=True)
    yield "tiff jpeg", tiff(skin, compression="jpeg", compressionargs={"level": 97})
    yield "tiff jpeg tiles", tiff(skin, compression="jpeg", tile=(64, 64), compressionargs={"level": 97})
    for bits in (10, 12, 14):
        packed = (skin.astype(np.uint32) * (2**bits - 1) // 255).astype(np.uint16)
        yield f"tiff {bits} bits packed", tiff(packed, bitspersample=bits)
    yield "tiff 32 bits", tiff(skin.astype(np.uint32) * 16_843_009)
    yield "tiff 15 bits and a sign", tiff((skin * (32_767 / 255)).astype(np.int16))
    yield from _tiffs_of_a_palette(skin)
    for dtype in (np.float16, np.float32, np.float64):
        yield f"tiff {np.dtype(dtype)}", tiff((skin / 255).astype(dtype))
    yield from _tiffs_with_alpha(skin)
    inks = np.asarray(Image.fromarray(skin).convert("CMYK"))
    yield "tiff inks", tiff(inks, photometric="separated")
    yield "tiff inks 16 bits", tiff(inks.astype(np.uint16) * 257, photometric="separated")
    yield "tiff inks planes", tiff(np.moveaxis(inks, 2, 0).copy(), photometric="separated", planarconfig="separate")
    small = np.ascontiguousarray(skin[::4, ::4])
    for order in "<>":
        file = BytesIO()
        with tifffile.TiffWriter(file, byteorder=order) as writer:
            writer.write(small, photometric="rgb", subfiletype=1, metadata=None)
            writer.write(skin, photometric="rgb", metadata=None)
        yield f"tiff {order} first page is a preview", file.getvalue()


def _tiffs_of_a_palette(skin):
    few = Image.fromarray(skin).quantize(256)
    palette = np.zeros((256, 3), np.uint16)
    colours = np.array(few.getpalette()).reshape(-1, 3)
    palette[: len(colours)] = colours * 257
    for order in "<>":
        options = {"photometric": "palette", "colormap": palette.T, "byteorder": order}
        yield f"tiff {order} palette", tiff(np.asarray(few), **options)
        yield f"tiff {order} palette tiles lzw", tiff(np.asarray(few), **options, tile=(64, 64), compression="lzw")


def _tiffs_with_alpha(skin):
    for dtype, most in ((np.uint8, 1), (np.uint16, 257)):
        values = skin.astype(dtype) * dtype(most)
        opaque = np.full((*skin.shape[:2], 1), 255 * most, dtype)
        both = np.concatenate([values, opaque], axis=2)
        for kind in ("assocalpha", "unassalpha", "unspecified"):
            name = f"tiff {np.dtype(dtype)} {kind}"
            yield name, tiff(both, extrasamples=[kind])
            yield f"{name} planes", tiff(np.moveaxis(both, 2, 0).copy(), extrasamples=[kind], planarconfig="separate")


def grey_tiffs(levels: np.ndarray) -> Iterator[tuple[str, bytes]]:
    deep = levels.astype(np.uint16) * 257
    for order in "<>":
        yield f"tiff {order} white is zero 16 bits", tiff(65535 - deep, photometric="miniswhite", byteorder=order)
        yield (
            f"tiff {order} white is zero float",
            tiff((1 - levels / 255).astype(np.float32), photometric="miniswhite", byteorder=order),
        )
    yield "tiff white is zero 8 bits", tiff(255 - levels, photometric="miniswhite")
    yield "tiff white is zero tiles lzw", tiff(65535 - deep, photometric="miniswhite", compression="lzw", tile=(64, 64))


def chunked(data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with chunks put before its pixels."""
    added = b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    return data[:33] + added + data[33:]


def pngs(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    linear, _ = numbered(1, 8, "PNG")
    p3, _ = numbered(12, 13, "PNG")
    wide, _ = numbered(9, 13, "PNG")
    gama = (b"gAMA", struct.pack(">I", 100_000))
    chrm = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    for bits in (8, 16):
        # eight linear bits hold dark tones coarsely
        yield f"png linear {bits} bits", chunked(png(in_space(skin, linear, bits)), gama)
        yield (
            f"png P3 by cHRM {bits} bits",
            chunked(png(in_space(skin, p3, bits)), (b"gAMA", struct.pack(">I", 45455)), (b"cHRM", chrm)),
        )
        yield f"png P3 by cICP {bits} bits", chunked(png(in_space(skin, p3, bits)), (b"cICP", bytes((12, 13, 0, 1))))
        yield (
            f"png BT.2020 by cICP {bits} bits",
            chunked(png(in_space(skin, wide, bits)), (b"cICP", bytes((9, 13, 0, 1)))),
        )
        yield f"png {bits} bits", png(skin.astype(np.uint16) * 257 if bits == 16 else skin)
    yield "png gamma of sRGB", chunked(png(skin), (b"gAMA", struct.pack(">I", 45455)))
    yield "png sRGB before gamma", chunked(png(skin), (b"sRGB", b"\0"), gama)
    yield "png cICP before gamma", chunked(png(skin), (b"cICP", bytes((1, 13, 0, 1))), gama)


def png(values: np.ndarray) -> bytes:
    return bytes(imagecodecs.png_encode(values))


def named_colours(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    adobe = Image.fromarray(in_space(skin, adobe_rgb()))
    for kind in ("ColorSpace 2", "R03"):
        exif = Image.Exif()
        if kind == "R03":
            exif.get_ifd(0x8769)[0xA001] = 65535
            exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
        else:
            exif.get_ifd(0x8769)[0xA001] = 2
        for plugin, options in (
            ("JPEG", {"quality": 97, "subsampling": 0}),
            ("PNG", {}),
            ("WEBP", {"lossless": True}),
            ("HEIF", {"quality": 97, "chroma": 444}),
            ("AVIF", {"quality": 97, "subsampling": "4:4:4"}),
        ):
            yield f"{plugin} Adobe RGB by EXIF {kind}", written(adobe, plugin, exif=exif.tobytes(), **options)
    for name, primaries in (("P3", 12), ("BT.2020", 9)):
        profile, _ = numbered(primaries, 13, "HEIC")
        other = Image.fromarray(in_space(skin, profile))
        yield (
            f"HEIC {name} by nclx",
            written(
                other,
                "HEIF",
                quality=97,
                chroma=444,
                color_primaries=primaries,
                transfer_characteristics=13,
                save_nclx_profile=True,
            ),
        )
        avif = written(other, "AVIF", quality=97, subsampling="4:4:4")
        at = avif.index(b"colrnclx") + 8
        yield f"AVIF {name} by nclx", avif[:at] + bytes((0, primaries, 0, 13)) + avif[at + 4 :]


def jpegs(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    for sampling in ("444", "422", "420"):
        for marks in ("jfif", "adobe", "none"):
            yield f"jpeg file {sampling} {marks}", jpeg_frame(skin, sampling, ycbcr=True, marks=marks)
    for marks in ("adobe", "names"):
        yield f"jpeg file RGB {marks}", jpeg_frame(skin, "444", ycbcr=False, marks=marks)
    for name, options in (("baseline", {}), ("progressive", {"progressive": True})):
        yield (
            f"jpeg file {name} without end marker",
            written(Image.fromarray(skin), "JPEG", quality=97, subsampling=0, **options)[:-2],
        )
    for inks in ({}, {"progressive": True}):
        yield f"jpeg file inks {inks}", written(Image.fromarray(skin).convert("CMYK"), "JPEG", quality=97, **inks)
    yield "jpeg file lossless", bytes(imagecodecs.jpeg8_encode(skin, lossless=True))
    yield "jpeg file 12 bits", bytes(imagecodecs.jpeg8_encode(skin.astype(np.uint16) * 16, level=98, bitspersample=12))
    yield "jpeg-ls file", bytes(imagecodecs.jpegls_encode(skin))
    bmp = bytearray(written(Image.fromarray(np.dstack([skin, np.zeros(skin.shape[:2], np.uint8)]), "RGBA"), "BMP"))
    yield "bmp alpha zero everywhere", bytes(bmp)
