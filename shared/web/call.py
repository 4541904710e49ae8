"""One request as a handler sees it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.domain.access import Caller
from shared.domain.errors import PreconditionFailed, Unauthenticated
from shared.domain.idempotency import Claim

Deps = TypeVar("Deps")


class IdSource:
    """Ids for new things: random, or following from the idempotency key, so that a create that is
    run again after a crash makes the same thing and not a second one."""

    def __init__(self, claim: Claim | None) -> None:
        self._claim, self._made = claim, 0

    def __call__(self) -> str:
        if self._claim is None:
            return str(uuid.uuid4())
        self._made += 1
        return self._claim.derived_id(self._made)


@dataclass(frozen=True)
class Call(Generic[Deps]):
    deps: Deps
    request_id: str
    network: str
    visitor: Caller | None
    """Who is asking, on a route that serves anyone."""
    if_match: str | None
    dry_run: bool
    new_id: Callable[[], str]
    streams: bool = False
    """The client asks for the answer while it comes about."""
    is_keyed: bool = False
    """An idempotency key was sent: all of this may have been carried out before."""

    @property
    def caller(self) -> Caller:
        """Who is asking. Raises `Unauthenticated` when nobody is signed in."""
        if self.visitor is None:
            raise Unauthenticated
        return self.visitor

    def expect(self, etag: str) -> None:
        """Raises `PreconditionFailed` unless the client's If-Match names this version."""
        if not matches(self.if_match, etag, weak=False):
            raise PreconditionFailed


def matches(header: str | None, etag: str, *, weak: bool) -> bool:
    """Whether an If-Match or If-None-Match header names `etag` (RFC 9110, 13.1). Only the weak
    comparison takes `W/` tags."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    tags = (tag.strip() for tag in header.split(","))
    return any((tag.removeprefix("W/") if weak else tag) == f'"{etag}"' for tag in tags)
