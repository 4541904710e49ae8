import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from google.cloud import storage as library
from google.oauth2.service_account import Credentials

from shared.clients.storage import Storage, account_signer, connect
from shared.domain.errors import Unavailable
from tools.local.buckets import ensure_buckets
from tools.local.processes import free_port
from tools.local.testing import StartedEmulators

BUCKET = "client-tests"
QUARTER = timedelta(minutes=15)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
ACCOUNT = {
    "client_email": "signer@example.iam.gserviceaccount.com",
    "token_uri": "https://example.invalid/token",
    "private_key": PEM.decode(),
}


@pytest.fixture
def storage(emulators: StartedEmulators) -> Storage:
    assert emulators.storage
    ensure_buckets("tests", BUCKET)
    return connect("tests")


@pytest.fixture
def signing() -> Storage:
    """As in the cloud, but for whose key it is."""
    credentials = Credentials.from_service_account_info(ACCOUNT)
    client = library.Client("tests", credentials=credentials)
    return Storage(client, lambda: {"credentials": credentials})


def verify(method: str, url: str, headers: dict[str, str]) -> None:
    """As Cloud Storage does (cloud.google.com/storage/docs/authentication/canonical-requests).
    Raises `InvalidSignature`."""
    parts = urlsplit(url)
    query, _, signature = parts.query.partition("&X-Goog-Signature=")
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    named = asked["X-Goog-SignedHeaders"].split(";")
    sent = {"host": parts.netloc} | {name.lower(): value for name, value in headers.items()}
    canonical = "\n".join(
        [
            method,
            parts.path,
            "&".join(sorted(query.split("&"))),
            *(f"{name}:{sent.get(name, '')}" for name in named),
            "",
            ";".join(named),
            "UNSIGNED-PAYLOAD",
        ]
    )
    scope = asked["X-Goog-Credential"].partition("/")[2]
    signed = "\n".join(
        [
            "GOOG4-RSA-SHA256",
            asked["X-Goog-Date"],
            scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        ]
    )
    KEY.public_key().verify(
        bytes.fromhex(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
    )


def test_an_upload_may_be_what_was_signed_and_nothing_else(signing: Storage) -> None:
    address = signing.upload_address(BUCKET, "uploads/ann/1", "text/csv", 1_000, QUARTER)
    verify("PUT", address.url, address.headers)
    assert "X-Goog-Expires=900" in address.url
    for method, url, headers in (
        ("GET", address.url, address.headers),
        ("PUT", address.url.replace("uploads/ann/1", "uploads/bob/1"), address.headers),
        ("PUT", address.url.replace("Expires=900", "Expires=9000"), address.headers),
        ("PUT", address.url, address.headers | {"Content-Type": "text/html"}),
        ("PUT", address.url, address.headers | {"x-goog-content-length-range": "1,9999"}),
        ("PUT", address.url, {"Content-Type": "text/csv"}),
    ):
        with pytest.raises(InvalidSignature):
            verify(method, url, headers)


def test_a_download_is_saved_and_not_shown(signing: Storage) -> None:
    url = signing.download_address(BUCKET, "ann/1", "log.csv", QUARTER)
    verify("GET", url, {})
    assert 'response-content-disposition=attachment; filename="log.csv"' in unquote(url)
    assert "response-content-type=application/octet-stream" in unquote(url)
    with pytest.raises(InvalidSignature):
        verify("GET", url.replace("attachment", "inline"), {})


def test_a_function_signs_by_asking_iam_in_its_own_name() -> None:
    class OfCompute:
        valid, token = False, ""
        service_account_email = "imports@example.iam.gserviceaccount.com"

        def refresh(self, _: object) -> None:
            self.valid, self.token = True, "fresh"

    assert account_signer(OfCompute())() == {
        "service_account_email": "imports@example.iam.gserviceaccount.com",
        "access_token": "fresh",
    }


def test_what_is_sent_to_a_signed_address_is_read_a_line_at_a_time(storage: Storage) -> None:
    address = storage.upload_address(BUCKET, "sent", "text/csv", 1_000, QUARTER)
    body = "\ufeffä,b\r\n1,2\n" + "x" * 25
    sent = requests.put(address.url, data=body.encode(), headers=address.headers, timeout=10)
    assert sent.status_code == 200
    assert storage.size(BUCKET, "sent") == len(body.encode())
    with storage.lines(BUCKET, "sent", 9) as lines:
        assert list(lines) == ["ä,b\r\n", "1,2\n", "x" * 10, "x" * 10, "x" * 5]


def test_a_file_is_there_when_all_of_it_is_written(storage: Storage) -> None:
    def breaking() -> Iterator[str]:
        yield "a" * 3_000_000
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        storage.write(BUCKET, "written", "text/csv", breaking())
    assert storage.size(BUCKET, "written") is None
    assert storage.write(BUCKET, "written", "text/csv", ["ä" * 1_500_000, "b"]) == 3_000_001
    url = storage.download_address(BUCKET, "written", "w.csv", QUARTER)
    fetched = requests.get(url, timeout=10)
    digest = base64.b64encode(hashlib.md5(fetched.content).digest()).decode()
    assert re.search(f"md5={re.escape(digest)}", fetched.headers["X-Goog-Hash"])
    assert len(fetched.content) == 3_000_001


def test_what_is_gone_is_gone(storage: Storage) -> None:
    storage.write(BUCKET, "gone", "text/csv", ["x"])
    for _ in range(2):
        storage.delete(BUCKET, "gone")
    assert storage.size(BUCKET, "gone") is None
    with pytest.raises(FileNotFoundError), storage.lines(BUCKET, "gone", 9):
        pass


def test_an_outage_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{free_port()}")
    away = connect("tests", deadline=0.3)
    with pytest.raises(Unavailable):
        away.size(BUCKET, "x")
    with pytest.raises(Unavailable):
        away.delete(BUCKET, "x")
    with pytest.raises(Unavailable):
        away.write(BUCKET, "x", "text/csv", ["x"])
    with pytest.raises(Unavailable), away.lines(BUCKET, "x", 9):
        pass
    # Nothing of the library's goes on trying from behind.
    assert not [one for one in threading.enumerate() if "_fetch" in one.name]
