"""A server on this computer that answers in the form that the ISIC Archive documents, or fails in a chosen way.

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

from tests.photos import jpeg

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
SITES = ("lower extremity", "head/neck", "posterior torso")


def image(number: int, address: str, diagnosis: str, **changes: object) -> dict[str, object]:
    """One image as the archive describes it."""
    first, second, third = TERMS[diagnosis]
    name = f"ISIC_{number:07d}"
    clinical = {
        "age_approx": 20 + 5 * (number % 13),
        "sex": ("female", "male")[number % 2],
        "anatom_site_general": SITES[number % 3],
        "diagnosis_1": first,
        "diagnosis_2": second,
        **({"diagnosis_3": third} if third else {}),
    }
    return {
        "isic_id": name,
        "public": True,
        "copyright_license": "CC-0",
        "attribution": f"Clinic {number}",
        "files": {
            "full": {"url": f"{address}/files/{name}.jpg?Expires=1&Signature={number}", "size": 1},
            "thumbnail_256": {"url": f"{address}/files/{name}_thumbnail_256.jpg?Expires=1", "size": 1},
        },
        "metadata": {
            "acquisition": {"pixels_x": 240, "pixels_y": 240, "image_type": "dermoscopic"},
            "clinical": clinical,
        },
        **changes,
    }


class StandIn(ThreadingHTTPServer):
    """The server, and what was asked of it.

    Attributes:
        asked: path and query of every request, in order.
        mode: how it answers: `well`, or a way to fail.
        images: what it has, newest first.
    """

    daemon_threads = True

    def __init__(self, number: int = 48) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.mode = "well"
        self.over = Event()
        kinds = list(TERMS)
        self.images = [image(i + 1, self.address, kinds[i % len(kinds)]) for i in range(number)]

    def matching(self, query: str) -> list[dict[str, object]]:
        """What a query in the documented language finds: quoted diagnoses, a range of ages, sex, licence."""
        wanted = set(re.findall(r'diagnosis_([23]):"([^"]+)"', query))
        ages = re.search(r"age_approx:\[(\d+) TO (\d+)\]", query)
        sex = re.search(r"sex:(\w+)", query)
        licence = re.search(r'copyright_license:"([^"]+)"', query)

        def fits(one: dict[str, object]) -> bool:
            clinical = one["metadata"]["clinical"]
            return (
                (not wanted or any(clinical.get(f"diagnosis_{level}") == name for level, name in wanted))
                and (not ages or int(ages[1]) <= clinical["age_approx"] <= int(ages[2]))
                and (not sex or clinical["sex"] == sex[1])
                and (not licence or one["copyright_license"] == licence[1])
            )

        return [one for one in self.images if fits(one)]


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
            number = re.search(r"ISIC_(\d+)", self.path)
            self._send(jpeg(int(number[1]) if number else 0), "image/jpeg")

    def _search(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        found = self.server.matching(asked.get("query", [""])[0])
        start = int(base64.b64decode(asked["cursor"][0]).decode()) if "cursor" in asked else 0
        limit = min(self.page, int(asked.get("limit", ["100"])[0]))
        following = None
        if start + limit < len(found):
            cursor = base64.b64encode(str(start + limit).encode()).decode()
            words = urlencode({"query": asked["query"][0], "limit": limit, "cursor": cursor})
            following = f"{self.server.address}/api/v2/images/search/?{words}"
        page = {"count": len(found), "next": following, "previous": None, "results": found[start : start + limit]}
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
    thread = Thread(target=server.serve_forever, daemon=True)
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
