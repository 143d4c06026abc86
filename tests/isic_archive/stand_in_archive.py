"""A server on this computer that answers as the server of the ISIC Archive does today, or fails in a chosen way.

Written from the code in `ImageMarkup/isic`: results from `isic/core/api/image.py` (commit 00f7144), pages from
`isic/core/pagination.py` (bafb737), oldest first, the query language from `isic/core/dsl.py`, and from
`ImageMarkup/isic-metadata`: sites (06cf5b7), and which fields there are and where they stand (510e68b, without
`anatom_site_general`, which was taken out after it).

Run by itself it serves until it is stopped, and says its address: `python -m tests.isic_archive.stand_in_archive`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.isic_archive.query_language import Unparsable, meets
from tests.photos import grey_png, jpeg

TERMS = {
    "MEL": ("Malignant", "Malignant melanocytic proliferations (Melanoma)", "Melanoma in situ"),
    "NV": ("Benign", "Benign melanocytic proliferations", "Nevus"),
    "BCC": ("Malignant", "Malignant adnexal epithelial proliferations - Follicular", "Basal cell carcinoma"),
    "AKIEC": ("Indeterminate", "Indeterminate epidermal proliferations", "Solar or actinic keratosis"),
    "BKL": ("Benign", "Benign epidermal proliferations", "Seborrheic keratosis"),
    "DF": ("Benign", "Benign soft tissue proliferations - Fibro-histiocytic", "Dermatofibroma"),
    "VASC": ("Benign", "Benign soft tissue proliferations - Vascular", None),
    "none": ("Malignant", "Malignant melanocytic proliferations (Melanoma)", "Melanoma metastasis"),
}
PLACES = (
    {"anatom_site_1": "Lower extremity", "anatom_site_2": "Foot", "anatom_site_3": "Dorsum of foot"},
    {"anatom_site_1": "Head and neck", "anatom_site_2": "Head", "anatom_site_3": "Face", "anatom_site_4": "Nose"},
    {"anatom_site_1": "Trunk", "anatom_site_2": "Posterior trunk"},
)
PALM = {"anatom_site_1": "Upper extremity", "anatom_site_2": "Hand", "anatom_site_special": "acral palms or soles"}
SOON = 0.01
"""Seconds between two looks whether it is over; as many as half a second by default, after each test."""
UNLEARNED = 9_000_000
"""First number of the images, above those that algorithms learned from."""


def name_of(number: int) -> str:
    return f"ISIC_{number:07d}"


def image(number: int, address: str, diagnosis: str, clinical: object = None, **changes: object) -> dict[str, object]:
    """One image as the archive describes it; `clinical` adds to what it says of the lesion."""
    first, second, third = TERMS[diagnosis]
    name = name_of(number)
    about = {
        "age_approx": 20 + 5 * (number % 13),
        "sex": ("male", "female")[number % 2],
        "lesion_id": f"IL_{number:07d}",
        "diagnosis_confirm_type": "histopathology",
        **PLACES[number % len(PLACES)],
        "diagnosis_1": first,
        "diagnosis_2": second,
        **({"diagnosis_3": third} if third else {}),
        **(clinical or {}),
    }
    return {
        "isic_id": name,
        "public": True,
        "copyright_license": "CC-0",
        "attribution": f"Clinic {number}",
        "files": {
            "full": {"url": f"{address}/images/{name}.jpg", "size": 1},
            "thumbnail_256": {"url": f"{address}/thumbnails/{name}_thumbnail.jpg", "size": 1},
        },
        "metadata": {
            "acquisition": {
                **{"pixels_x": 240, "pixels_y": 240},
                **{"image_type": "dermoscopic", "image_manipulation": "instrument only"},
            },
            "clinical": about,
        },
        **changes,
    }


class StandIn(ThreadingHTTPServer):
    """The server, and what was asked of it.

    Attributes:
        asked: path and query of every request, in order.
        mode: how it answers: `well`, or a way to fail.
        images: what it has, oldest first.
        grey: numbers of the images that are grey PNG files, although their addresses end in .jpg.
    """

    daemon_threads = True

    def __init__(self, number: int = 48) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.mode = "well"
        self.over = Event()
        self.grey: set[int] = set()
        kinds = list(TERMS)
        self.images = [image(UNLEARNED + i, self.address, kinds[i % len(kinds)]) for i in range(number)]

    def matching(self, query: str) -> list[dict[str, object]]:
        """What a query finds, the oldest first.

        Raises:
            Unparsable: it is no query.
        """
        return [one for one in self.images if meets(query, one)]


class _Answer(BaseHTTPRequestHandler):
    server: StandIn
    page = 10

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        mode = self.server.mode
        failure = getattr(self, f"_{mode}", None)
        if failure is not None:
            failure()
        elif self.path.startswith("/api/v2/images/search/"):
            self._search()
        else:
            number = int(re.search(r"ISIC_(\d+)", self.path)[1])
            if number in self.server.grey:
                self._send(grey_png(number), "image/png")
            else:
                self._send(jpeg(number), "image/jpeg")

    def _search(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        try:
            found = self.server.matching(asked.get("query", [""])[0])
        except Unparsable:
            self._refusing()
            return
        start = int(base64.b64decode(asked["cursor"][0]).decode()[2:]) if "cursor" in asked else 0
        limit = min(self.page, int(asked.get("limit", ["100"])[0]))
        following = None
        if start + limit < len(found):
            cursor = base64.b64encode(f"p={start + limit}".encode()).decode()
            words = urlencode({"cursor": cursor, "limit": limit, "query": asked["query"][0]})
            following = f"{self.server.address}/api/v2/images/search/?{words}"
        count = None if start else len(found)  # only the first page counts
        page = {"results": found[start : start + limit], "count": count, "next": following, "previous": None}
        self._send(json.dumps(page).encode(), "application/json")

    def _send(self, data: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _busy(self) -> None:
        self._send(b"slow down", "text/plain", 429, Retry_After="30")

    def _down(self) -> None:
        self._send(b"sorry", "text/plain", 500)

    def _refusing(self) -> None:
        self._send(b'{"message": "Couldn\'t parse search query."}', "application/json", 400)

    def _broken(self) -> None:
        self._send(b'{"count": 3, "results": [', "application/json")

    def _other(self) -> None:
        self._send(b'["a list"]', "application/json")

    def _empty(self) -> None:
        page = {"count": 0, "next": None, "previous": None, "results": []}
        self._send(json.dumps(page).encode(), "application/json")

    def _elsewhere(self) -> None:
        self._send(b"", "text/html", 302, Location="http://127.0.0.2:9/steal")

    def _circle(self) -> None:
        self._send(b"", "text/html", 302, Location=f"{self.server.address}{self.path}")

    def _cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"{")

    def _huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.over.is_set():
                self.wfile.write(b" " * 2**20)
        except OSError:
            return

    def _silent(self) -> None:
        self.server.over.wait(30)

    def _dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.over.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def standing_in(number: int = 48) -> Iterator[StandIn]:
    """A stand-in that serves in a thread of its own."""
    server = StandIn(number)
    thread = Thread(target=server.serve_forever, args=(SOON,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with standing_in() as found:
        print(found.address, flush=True)
        Event().wait()
