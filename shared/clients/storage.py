"""Cloud Storage: private files of people, streamed, and addresses signed for a short while.

Nobody but these functions can read a bucket. A person gets an address for one object, one method
and some minutes; what it allows is signed (V4), so that changing a letter makes it worthless.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.domain.errors import Unavailable
from shared.once import once
from shared.settings import Platform, load

_DEADLINE_SECONDS = 10.0
"""Of one call, with all its tries."""
_CHUNK_BYTES = 1024 * 1024
"""Read and written at a time; Storage takes multiples of 256 KiB."""
_LENGTH = "x-goog-content-length-range"


@dataclass(frozen=True, slots=True)
class Signature:
    """Where an object may be sent to, or fetched from. `headers` must be sent as they are."""

    url: str
    headers: dict[str, str]


Signer = Callable[[], dict[str, Any]]
"""The credentials that `generate_signed_url` signs with, as its arguments."""


class Storage:
    """One project's buckets. Threads may share it."""

    def __init__(self, client: Any, signer: Signer, deadline: float = _DEADLINE_SECONDS) -> None:
        """`client`: of google-cloud-storage."""
        from google.cloud.storage.retry import DEFAULT_RETRY

        # Else the library asks where a bucket is, for traces nobody collects: from a thread of its
        # own, for minutes when Storage is away, and with a right that our functions do not have.
        client._bucket_metadata_cache = None
        self._client, self._signer = client, signer
        self._call = {
            "timeout": deadline,
            "retry": DEFAULT_RETRY.with_timeout(deadline),
        }

    def upload_address(
        self, bucket: str, name: str, content_type: str, most_bytes: int, lasts: timedelta
    ) -> Signature:
        """For one PUT of at most so many bytes of that type, under a name of ours."""
        headers = {"Content-Type": content_type, _LENGTH: f"1,{most_bytes}"}
        url = self._blob(bucket, name).generate_signed_url(
            version="v4",
            method="PUT",
            expiration=lasts,
            content_type=content_type,
            headers={_LENGTH: headers[_LENGTH]},
            **self._signer(),
        )
        return Signature(str(url), headers)

    def download_address(self, bucket: str, name: str, filename: str, lasts: timedelta) -> str:
        """For one GET, which a browser saves as a file and does not show."""
        url = self._blob(bucket, name).generate_signed_url(
            version="v4",
            method="GET",
            expiration=lasts,
            response_disposition=f'attachment; filename="{filename}"',
            response_type="application/octet-stream",
            **self._signer(),
        )
        return str(url)

    def size(self, bucket: str, name: str) -> int | None:
        """In bytes; None when there is no such object."""
        with _answering():
            blob = self._client.bucket(bucket).get_blob(name, **self._call)
        return None if blob is None else int(blob.size)

    @contextmanager
    def lines(self, bucket: str, name: str, longest: int) -> Iterator[Iterator[str]]:
        """Its text, a line at a time with its end, without holding it. A line over `longest`
        characters comes in pieces. Raises `FileNotFoundError`, and `UnicodeError` while reading
        what is not UTF-8."""
        with _answering():
            blob = self._client.bucket(bucket).get_blob(name, **self._call)
            if blob is None:
                raise FileNotFoundError(name)
            with blob.open("rb", chunk_size=_CHUNK_BYTES, **self._call) as file:
                text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
                yield iter(lambda: text.readline(longest + 1), "")

    def write(
        self, bucket: str, name: str, content_type: str, parts: Iterable[str] | Iterable[bytes]
    ) -> int:
        """The object is there when all of `parts` is written, and not before; text as UTF-8. How
        many bytes."""
        written = 0
        with _answering():
            blob = self._blob(bucket, name)
            with blob.open(
                "wb", chunk_size=_CHUNK_BYTES, content_type=content_type, **self._call
            ) as file:
                for part in parts:
                    written += file.write(part.encode() if isinstance(part, str) else part)
        return written

    def names(self, bucket: str, prefix: str = "") -> list[str]:
        """Of the objects whose names begin so."""
        with _answering():
            found = self._client.list_blobs(bucket, prefix=prefix, **self._call)
            return [blob.name for blob in found]

    def delete(self, bucket: str, name: str) -> None:
        """Nothing happens when it is gone already."""
        from google.api_core.exceptions import NotFound

        with _answering():
            try:
                self._blob(bucket, name).delete(**self._call)
            except NotFound:
                return

    def _blob(self, bucket: str, name: str) -> Any:
        return self._client.bucket(bucket).blob(name)


@contextmanager
def _answering() -> Iterator[None]:
    """An outage is `Unavailable`, whatever the library calls it."""
    import requests
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import GoogleAuthError

    try:
        yield
    except (GoogleAPICallError, RetryError, GoogleAuthError, requests.RequestException) as error:
        raise Unavailable from error


def connect(project: str, deadline: float = _DEADLINE_SECONDS) -> Storage:
    """Asks nobody until the first call. Honours STORAGE_EMULATOR_HOST, which checks no signature
    and is given one of a key that is thrown away with this process."""
    # Half a second of importing, spared to functions that read no file on most requests.
    from google.cloud import storage

    emulator = os.environ.get("STORAGE_EMULATOR_HOST")
    if not emulator:
        client = storage.Client(project)
        return Storage(client, account_signer(client._credentials), deadline)
    from google.auth.credentials import AnonymousCredentials

    client = storage.Client(project, credentials=AnonymousCredentials())
    return Storage(
        client,
        lambda: {"credentials": _throw_away(), "api_access_endpoint": emulator},
        deadline,
    )


def account_signer(credentials: Any) -> Signer:
    """Signs in the name of the function's own service account by asking IAM, which it must be
    allowed to do for itself: no key leaves Google."""
    from google.auth.transport.requests import Request

    def signer() -> dict[str, Any]:
        with _answering():
            if not credentials.valid:
                credentials.refresh(Request())
        return {
            "service_account_email": credentials.service_account_email,
            "access_token": credentials.token,
        }

    return signer


@once
def _throw_away() -> Any:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from google.oauth2.service_account import Credentials

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Credentials.from_service_account_info(
        {
            "client_email": "nobody@local.invalid",
            "token_uri": "https://local.invalid/token",
            "private_key": pem.decode(),
        }
    )


@once
def live_storage() -> Storage:
    return connect(load(Platform).google_cloud_project)
