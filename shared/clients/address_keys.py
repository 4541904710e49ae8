"""E-mail addresses under a keyed hash: what names them where they themselves must not stand."""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from shared.clients.secrets import Version, live_secrets
from shared.domain.emails import compared
from shared.once import once

ADDRESS_KEY_SECRET = "email-index-key"  # noqa: S105 (its name, not its content)


class AddressKeys:
    """The oldest version of the secret is the key, for good: under another every address would be
    free again. The versions after it are not used."""

    def __init__(self, versions: Callable[[], Sequence[Version]]) -> None:
        self._versions = versions

    def __call__(self, address: str) -> str:
        key = self._versions()[-1].payload
        return hmac.new(key, compared(address).encode(), hashlib.sha256).hexdigest()


@once
def live_address_keys() -> AddressKeys:
    secrets = live_secrets()
    return AddressKeys(lambda: secrets.versions(ADDRESS_KEY_SECRET))
