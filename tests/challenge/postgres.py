"""A PostgreSQL cluster of the tests' own: in a temporary folder, on a Unix socket, as a user without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps it out of the path."""
    found = shutil.which("initdb")
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return beside[-1].parent if beside else Path(found).parent if found else None


def account() -> pwd.struct_passwd:
    """Who runs the server, which refuses to be run by root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """Start it; yield the beginning of its URLs, which end with `?host=...` by `url_of`."""
    folder, user = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp")), account()
    os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def run(program: str, *words: str) -> None:
        line = [str(binaries / program), "-D", str(folder / "data"), *words]
        with (folder / "out").open("ab") as out:  # a pipe would stay open as long as the server
            subprocess.run(line, check=True, cwd=folder, stdout=out, stderr=out, **as_user)

    try:
        run("initdb", "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"{QUICK} -k {folder}")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def url_of(host: str, name: str) -> str:
    """The URL of one database of the cluster."""
    return f"postgresql://tests@/{name}?host={host}"
