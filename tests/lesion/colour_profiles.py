"""Small colour profiles (ICC.1) whose effect is plain to see, for tests of colour conversion."""

from __future__ import annotations

import struct

from PIL import ImageCms


def red_and_blue_exchanged() -> bytes:
    """An sRGB profile that calls the first channel blue and the third red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def inks_where_cyan_prints_red() -> bytes:
    """A CMYK profile: paper is white, cyan ink prints red, black ink black, the other inks nothing."""
    corners = bytearray()
    for inks in range(16):  # bits from the highest: cyan, magenta, yellow, black
        cyan, black = inks >> 3 & 1, inks & 1
        corners += bytes((0, 128, 128) if black else (136, 208, 195) if cyan else (255, 128, 128))
    ramp = bytes(range(256))
    identity = struct.pack(">9i", *(65536 if cell % 4 == 0 else 0 for cell in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity + ramp * 4 + bytes(corners) + ramp * 3
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags = {b"A2B0": table, b"wtpt": white}
    offset, directory, body = 128 + 4 + 12 * len(tags), b"", b""
    for signature, content in tags.items():
        directory += signature + struct.pack(">2I", offset + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + directory + body
