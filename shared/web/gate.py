"""The gate every function stands behind: who is calling, what they may enter, how often."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from flask import Request

from shared.domain.access import Caller, PlatformRole
from shared.domain.entitlements import Tier
from shared.domain.errors import Forbidden, SubscriptionRequired, Unauthenticated
from shared.domain.limits import Rate
from shared.web.idempotency import Ledger
from shared.web.throttle import Allowance, Throttles


class Access(Enum):
    """SIGNED_IN is what a route has that says nothing. OPTIONAL serves anyone and knows who asks
    when a token is sent (a bad token is still refused). OPEN never looks at a token. Nor does
    SIGNED: the handler checks a signature over what was sent, and who can sign may come often."""

    SIGNED_IN = "SIGNED_IN"
    OPTIONAL = "OPTIONAL"
    OPEN = "OPEN"
    SIGNED = "SIGNED"


class Needs(Enum):
    """What a signed-in caller must have besides."""

    NOTHING = "NOTHING"
    PRO = "PRO"
    ADMIN = "ADMIN"
    PRO_OR_ADMIN = "PRO_OR_ADMIN"


@dataclass(frozen=True)
class Claims:
    """What a verified access token says: whose session it is, and nothing else."""

    user_id: str
    session_id: str


class TokenVerifier(Protocol):
    def verify(self, token: str) -> Claims:
        """Raises `Unauthenticated` for anything that is not a good access token."""


@dataclass(frozen=True)
class People:
    """How a gate knows people. A function that serves only open routes has none."""

    tokens: TokenVerifier
    find_caller: Callable[[str, str], Caller | None]
    """(user id, session id) -> the caller, or None when that session has ended."""
    find_tier: Callable[[str], Tier]
    """Organisation id -> its tier now, from stored subscription facts."""
    ledger: Ledger


@dataclass(frozen=True)
class Gate:
    throttles: Throttles
    trusted_proxy_hops: int
    cors_origins: tuple[str, ...]
    people: People | None = None

    def visitor(self, request: Request, access: Access) -> Caller | None:
        if access in (Access.OPEN, Access.SIGNED):
            return None
        token = _bearer(request)
        if token is None:
            if access is Access.OPTIONAL:
                return None
            raise Unauthenticated
        claims = self.claims(token)
        caller = self.acquainted().find_caller(claims.user_id, claims.session_id)
        if caller is None:
            raise Unauthenticated("This session has ended. Sign in again.", token_sent=True)
        return caller

    def count(self, rate: Rate, subject: str) -> Allowance:
        """One more request of a person or a network. Raises `RateLimited`."""
        return self.throttles[rate].take(subject)

    def admit(self, caller: Caller, needs: Needs) -> None:
        is_admin = caller.role is PlatformRole.ADMIN
        if needs is Needs.NOTHING or (needs is Needs.PRO_OR_ADMIN and is_admin):
            return
        if needs is Needs.ADMIN:
            if not is_admin:
                raise Forbidden
        elif self.acquainted().find_tier(caller.organization_id) is not Tier.PRO:
            raise SubscriptionRequired

    def is_signed(self, request: Request) -> bool:
        """Whether a token of ours came with it; its session may have ended since. Raises
        `Unauthenticated` for any other token."""
        token = _bearer(request)
        return token is not None and bool(self.claims(token).user_id)

    def claims(self, token: str) -> Claims:
        return self.acquainted().tokens.verify(token)

    def acquainted(self) -> People:
        if self.people is None:
            raise Unauthenticated
        return self.people


def _bearer(request: Request) -> str | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Send a Bearer token.", token_sent=True)
    return token.strip()
