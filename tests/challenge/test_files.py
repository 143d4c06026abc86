"""Files by their hash, in a folder and in a bucket on this computer."""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from model.challenge.store.files import open_files
from model.store_errors import StoredFileAltered, StoredFileMissing, StoreFull, StorePackageMissing


@pytest.fixture(scope="session")
def bucket_server():
    """moto's S3 on a free port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path, monkeypatch):
    """Where files go: a folder, or a bucket of its own."""
    if request.param == "folder":
        return str(tmp_path / "files")
    for name, value in {"ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "secret", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", request.getfixturevalue("bucket_server"))
    bucket = f"b{uuid4().hex}"
    open_files(f"s3://{bucket}").system.mkdir(bucket)
    return f"s3://{bucket}/challenge"


@pytest.fixture
def files(place):
    """The files there."""
    return open_files(place)


@pytest.mark.parametrize("data", [b"", b"image,MEL", bytes(range(256)) * 40_000])
def test_what_is_put_is_read_back_by_its_hash(files, data):
    name = files.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert files.get(name) == data
    assert name in files
    assert files.put(data) == name


def test_a_file_that_is_not_there_is_named(files):
    with pytest.raises(StoredFileMissing) as refused:
        files.get("0" * 64)
    assert refused.value.data == {"name": "0" * 64}
    assert "0" * 64 not in files


@pytest.mark.parametrize("name", ["", "../secret", "/etc/passwd", "0" * 63 + "G", "0" * 65, "0" * 64 + "\n"])
def test_no_name_leads_elsewhere(files, name):
    with pytest.raises(StoredFileMissing):
        files.get(name)


def test_an_altered_file_is_found_out_and_mended_by_putting_it_again(files):
    name = files.put(b"whole")
    files.system.pipe_file(f"{files.root}/{name}", b"altered")
    with pytest.raises(StoredFileAltered):
        files.get(name)
    files.put(b"whole")
    assert files.get(name) == b"whole"


def test_half_a_file_is_never_seen(tmp_path, monkeypatch):
    files = open_files(str(tmp_path))

    def full(path, data):
        (tmp_path / path).write_bytes(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.system, "pipe_file", full)
    with pytest.raises(StoreFull):
        files.put(b"whole")
    assert list(tmp_path.iterdir()) == []


def test_one_file_is_put_by_many_at_once(files):
    with ThreadPoolExecutor(8) as threads:
        (name,) = set(threads.map(files.put, [b"the same"] * 16))
    assert files.get(name) == b"the same"
    assert len(files.system.ls(files.root)) == 1


@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_come_back(tmp_path, data):
    files = open_files(str(tmp_path))
    assert files.get(files.put(data)) == data


def test_a_place_whose_package_is_missing_is_named(monkeypatch):
    def missing(url):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("model.challenge.store.files.url_to_fs", missing)
    with pytest.raises(StorePackageMissing) as refused:
        open_files("s3://bucket")
    assert refused.value.data == {"package": "s3"}
