"""That it is really them: asked again before what a stolen session must not do."""

from datetime import datetime
from typing import Protocol

from shared.domain.access import Caller
from shared.domain.errors import InvalidCredentials, ReauthenticationRequired
from shared.domain.limits import Profile, password_asks
from shared.store.accounts import Identified
from shared.store.limits import FirestoreLimits
from shared.web.passwords import Passwords
from shared.web.rates import counting_failures


class Means(Protocol):
    @property
    def limits(self) -> FirestoreLimits: ...
    @property
    def rates(self) -> Profile: ...
    @property
    def passwords(self) -> Passwords: ...


def expect_themselves(
    means: Means,
    identified: Identified,
    caller: Caller,
    password: str | None,
    network: str,
    now: datetime,
) -> None:
    """The password, or, where none is set, a sign-in of the last five minutes. Raises
    `ReauthenticationRequired`, `InvalidCredentials`, and `RateLimited` as signing in does."""
    if identified.password_hash is None:
        if not caller.signed_in_lately(now):
            raise ReauthenticationRequired
        return
    if password is None:
        raise ReauthenticationRequired("Send your password with this.")
    key = identified.account.email_key or identified.account.id
    asks = password_asks(means.rates, key, network)
    counting_failures(
        means.limits, asks, lambda: _expect(means.passwords, identified.password_hash, password)
    )


def _expect(passwords: Passwords, password_hash: str | None, given: str) -> None:
    if not passwords.check(password_hash, given).matches:
        raise InvalidCredentials("The password is wrong.")
