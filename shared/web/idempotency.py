"""The same request sent twice is carried out once: `Idempotency-Key`.

A record of the key is made before the work and completed after it. Only successes are kept: a
refusal changed nothing, so the same key may try again. A record whose owner died is taken over
when its lease runs out, and because ids of new things come from the key, the second run finds what
the first one wrote.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from flask import Request, Response

from shared import log
from shared.domain.errors import Malformed, Unavailable
from shared.domain.idempotency import Answered, Claim, digest
from shared.web.streaming import telling_of

_KEY = re.compile(r'("?)[A-Za-z0-9_-]{16,128}\1\Z')
_KEPT_HEADERS = ("Location", "ETag")


class Ledger(Protocol):
    def begin(self, claim: Claim) -> Answered | None:
        """What was answered before, or None: go ahead. Raises `IdempotencyKeyReused` for another
        fingerprint and `RequestInProgress` while a live request holds the key."""

    def finish(self, claim: Claim, answer: Answered) -> None: ...

    def abandon(self, claim: Claim) -> None:
        """Nothing was done: forget the key."""


def claim_of(
    request: Request, user_id: str, route: str, body: bytes, *, required: bool
) -> Claim | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if required:
            raise Malformed("Send an Idempotency-Key with this.")
        return None
    if not _KEY.match(key):
        raise Malformed("An Idempotency-Key is 16 to 128 of A-Z a-z 0-9 _ -.")
    return Claim(
        id=digest(user_id, route, key.strip('"')),
        fingerprint=digest(request.path, request.query_string.decode("latin-1"), body.hex()),
        owner=user_id,
    )


def remember(response: Response) -> Answered:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return Answered(response.status_code, response.get_data(), headers)


def replayed(answer: Answered) -> Response:
    response = Response(answer.body, answer.status, answer.headers, mimetype="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    return response


def once_only(
    ledger: Ledger, claim: Claim, work: Callable[[], Response], request_id: str
) -> Response:
    """What `work` answers, or what it answered when it was carried out before."""
    earlier = ledger.begin(claim)
    if earlier is not None:
        return replayed(earlier)
    try:
        response = work()
    except Exception:
        # Nothing is kept of a failure: the key is free for another try. If it cannot even be
        # freed, its lease ends by itself.
        with suppress(Unavailable):
            ledger.abandon(claim)
        raise
    telling = telling_of(response)
    if telling is None:
        _finish(ledger, claim, remember(response), request_id)
    else:
        telling.when_over(lambda whole: _settle(ledger, claim, whole, request_id))
    return response


def _settle(ledger: Ledger, claim: Claim, whole: bytes | None, request_id: str) -> None:
    """Of a stream the whole is kept, which a repeat gets as JSON. One that broke off leaves the
    key free; the handler finds by its derived ids what it has already done."""
    if whole is not None:
        _finish(ledger, claim, Answered(200, whole, {}), request_id)
        return
    with suppress(Unavailable):
        ledger.abandon(claim)


def _finish(ledger: Ledger, claim: Claim, answer: Answered, request_id: str) -> None:
    try:
        ledger.finish(claim, answer)
    except Unavailable as error:
        # The work is done. A repeat finds it by its derived ids when the lease has run out.
        log.failure("idempotency record lost", error, request_id=request_id)
