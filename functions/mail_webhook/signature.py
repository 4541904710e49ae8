"""Whether what was sent comes from the mail provider: Standard Webhooks, as Svix sends them.

https://docs.svix.com/receiving/verifying-payloads/how-manual
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from werkzeug.datastructures import Headers

from shared.clients.secrets import Version
from shared.domain.errors import Unauthenticated, Unavailable

_PREFIX = b"whsec_"
_TOLERANCE = timedelta(minutes=5)
"""What was sent longer ago is somebody's recording."""


def check(headers: Headers, body: bytes, versions: Iterable[Version], now: datetime) -> None:
    """Any enabled version of the secret will do. Raises `Unauthenticated`, and `Unavailable` when
    there is no secret to check with."""
    keys = [key for version in versions if (key := _key(version.payload))]
    if not keys:
        raise Unavailable
    name, sent_at = headers.get("svix-id", ""), headers.get("svix-timestamp", "")
    if not (sent_at.isascii() and sent_at.isdigit() and len(sent_at) <= 12):
        raise _refused()
    if abs(now.timestamp() - int(sent_at)) > _TOLERANCE.total_seconds():
        raise _refused()
    signed = f"{name}.{sent_at}.".encode("utf-8", "surrogatepass") + body
    sent = headers.get("svix-signature", "").encode("utf-8", "surrogatepass").split()
    # One for each secret the provider knows at the moment.
    good = [hmac.compare_digest(one, _signature(key, signed)) for key in keys for one in sent]
    if not any(good):
        raise _refused()


def _key(payload: bytes) -> bytes:
    """Empty for what is no secret of this kind."""
    try:
        return base64.b64decode(payload.strip().removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        return b""


def _signature(key: bytes, signed: bytes) -> bytes:
    return b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


def _refused() -> Unauthenticated:
    return Unauthenticated("The signature is not good.")
