"""Whether what was sent comes from whom it should: HMAC-SHA256 over the very bytes."""

import hashlib
import hmac
from collections.abc import Iterable

from shared.clients.secrets import Version
from shared.domain.errors import Unauthenticated, Unavailable


def check(signature: str | None, body: bytes, versions: Iterable[Version]) -> None:
    """Any enabled version of the secret will do: while it changes, the sender knows only one of
    them. Raises `Unauthenticated`, and `Unavailable` when there is no secret to check with."""
    secrets = [secret for version in versions if (secret := version.payload.strip())]
    if not secrets:
        # An HMAC under an empty key is one that anybody can make.
        raise Unavailable
    # As bytes: the comparison takes no text beyond ASCII.
    sent = (signature or "").encode("utf-8", "surrogatepass")
    signed = [hmac.compare_digest(sent, _signature(secret, body)) for secret in secrets]
    if not any(signed):
        raise Unauthenticated("The signature is not good.")


def _signature(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).hexdigest().encode()
