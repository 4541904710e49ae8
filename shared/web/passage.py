"""One request on its way through an endpoint: what is known of it, whatever becomes of it."""

import re
import time
import uuid
from typing import Any

from flask import Request, Response

from shared import log, tally
from shared.domain.access import Caller
from shared.domain.errors import Erased, Refusal
from shared.web.rates import begin_telling, nearest
from shared.web.route import Route
from shared.web.throttle import Allowance

_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class Passage:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.request_id = _request_id(request)
        self.route: Route | None = None
        self.visitor: Caller | None = None
        self.network = ""
        self.allowance: Allowance | None = None
        """By what this instance counts the request; `_counted_exactly` is what Firestore does."""
        self._counted_exactly = begin_telling()
        self._arguments: tuple[dict[str, Any], bytes] | None = None
        self._started, self._counted = time.perf_counter(), tally.begin()

    def arguments(self, asked: Route) -> tuple[dict[str, Any], bytes]:
        """What was sent, as the route reads it; a body can be read once only."""
        if self._arguments is None:
            self._arguments = asked.arguments(self.request)
        return self._arguments

    def told(self, gone: Erased) -> Refusal:
        """Of somebody else, or of who asks."""
        who = self.visitor
        return gone if who is None else gone.told_to(who.user_id, who.organization_id)

    def sign(self, response: Response) -> None:
        """Puts on the headers that every answer carries."""
        headers = response.headers
        headers["X-Request-Id"] = self.request_id
        headers["X-Content-Type-Options"] = "nosniff"
        if response.status_code in (204, 304):
            headers.pop("Content-Type", None)  # of nothing
        if self.visitor is not None or response.status_code >= 400:
            headers["Cache-Control"] = "no-store"
        allowance = nearest(self._counted_exactly) if self._counted_exactly else self.allowance
        if allowance is not None and "RateLimit" not in headers:
            headers.update(allowance.headers())

    def record(self, function: str, response: Response) -> None:
        """The one line a request leaves in the log, with what it cost."""
        log.event(
            "INFO",
            "request",
            function=function,
            request_id=self.request_id,
            method=self.request.method,
            route=self.route.path if self.route else None,
            status=response.status_code,
            duration_ms=round((time.perf_counter() - self._started) * 1000, 2),
            user=log.pseudonym(self.visitor.user_id) if self.visitor else None,
            reads=self._counted.reads,
            writes=self._counted.writes,
        )


def _request_id(request: Request) -> str:
    sent = request.headers.get("X-Request-Id", "")
    return sent if _SANE_REQUEST_ID.match(sent) else str(uuid.uuid4())
