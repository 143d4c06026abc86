"""A whole session: every page, photos with a name in them, what can be saved, and the command line.

Run by itself in a network namespace it needs no network: `unshare -rn python -m tests.security.whole_session FOLDER`.
It writes all that the server has sent to `received`, what was printed to `printed`, and a line of JSON to the output:
how many packets found no route out, before and after one was sent on purpose.
"""

from __future__ import annotations

import fcntl
import json
import re
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg as WholeBackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg as WholeForwardMsg

from model.load_test.session import Session
from model.settings import ROOT
from tests.browser.conftest import served
from tests.security.marked_photos import NAME, marked_photos

SET_FLAGS, UP = 0x8914, 0x1  # SIOCSIFFLAGS, IFF_UP
PATIENCE = 90.0
PAGES = (
    "",
    "jury",
    "series",
    "quiz",
    "room",
    "stress",
    "algorithm",
    "consultation",
    "leaderboard",
    "challenge",
    "stage",
)
COMMANDS = (
    ("explain", "first.jpg", "--sheet", "fr", "--out", "sheet.png"),
    ("case-report", "second.png", "--out", "report.html"),
    ("predict", "first.jpg", "second.png", "third.dcm", "--json"),
    ("series", "first.jpg", "second.png", "third.dcm", "--algorithm", "resnet18", "--out", "series.html"),
)


def main(folder: Path) -> None:
    """Run the session with its files below a folder."""
    raise_loopback()
    photos = marked_photos()
    with served(folder / "log.txt", TEN_OPINIONS_CASES="") as address:
        received = visited(address, photos)
    (folder / "out" / "received").write_bytes(received)
    (folder / "out" / "printed").write_text(commands(folder, photos), encoding="utf-8")
    refused = without_route()
    knock()
    print(json.dumps({"refused": refused, "after_a_knock": without_route(), "bytes": len(received)}))


class Recording(Session):
    """A session that keeps all bytes which the server sends, and can save what a download button makes."""

    def __enter__(self) -> Recording:
        self.received, self.made, self.name, self.downloads = b"", "", "", {}
        super().__enter__()
        return self

    def _take(self, data: bytes) -> None:
        self.received += data
        message = WholeForwardMsg.FromString(data)
        if message.WhichOneof("type") == "new_session":
            self.name = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "delta" and message.delta.new_element.HasField("download_button"):
            button = message.delta.new_element.download_button
            self.downloads[button.id] = button.deferred_file_id
        elif message.WhichOneof("type") == "backend_operation_response":
            self.made = message.backend_operation_response.deferred_file.url
        super()._take(data)

    def save(self, file: str) -> None:
        """Have a file made, and keep it with what was received."""
        request = WholeBackMsg()
        request.backend_operation_request.request_id = str(uuid4())
        request.backend_operation_request.session_id = self.name
        request.backend_operation_request.deferred_file.file_id = file
        self.made = ""
        self._socket.send(request.SerializeToString())
        self.until(lambda _: bool(self.made), PATIENCE)
        self.received += self.fetch(self.made)


def visited(address: str, photos: dict[str, bytes]) -> bytes:
    """Examine each photo, save picture and report, open every page; returns what the server has sent."""
    place = urlsplit(address)
    received = b""
    for name, data in photos.items():
        with Recording(str(place.hostname), int(place.port or 0)) as tab:
            tab.go("examine", algorithm="resnet18")  # whoever answers, the photo takes the same way
            tab.choose(data, f"{NAME}{Path(name).suffix}")
            tab.until(lambda page: page.figure is not None and not page.is_running, PATIENCE)
            for file in filter(None, tab.downloads.values()):
                tab.save(file)
            received += tab.received
    with Recording(str(place.hostname), int(place.port or 0)) as tab:
        for page in PAGES:
            tab.go(page)
            tab.until(lambda shown: shown.runs > 0 and not shown.is_running, PATIENCE)
        received += tab.received
    return received


def commands(folder: Path, photos: dict[str, bytes]) -> str:
    """Run the commands in the folder of results; returns what they print. The photos are put beside it."""
    given = folder / "given"
    given.mkdir()
    for name, data in photos.items():
        (given / name).write_bytes(data)
    printed = ""
    for command in COMMANDS:
        words = [str(given / word) if word in photos else word for word in command]
        words[-1] = str(folder / "out" / words[-1]) if "--out" in words else words[-1]
        run = [sys.executable, "-m", "model", *words]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
        printed += done.stdout + done.stderr
    return printed


def raise_loopback() -> None:
    """Switch the loopback device on, which a fresh namespace has switched off; elsewhere it is on and not ours."""
    with suppress(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP))


def without_route() -> int:
    """Number of packets of this namespace that found no way out."""
    four = Path("/proc/net/snmp").read_text().splitlines()
    names, values = (line.split() for line in four if line.startswith("Ip: "))
    six = re.search(r"^Ip6OutNoRoutes\s+(\d+)$", Path("/proc/net/snmp6").read_text(), re.MULTILINE)
    return int(values[names.index("OutNoRoutes")]) + int(six[1] if six else 0)


def knock() -> None:
    """Send one packet to an address that is nobody's (RFC 5737)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        any_socket.connect_ex(("192.0.2.1", 9))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
