"""What Pub/Sub and Scheduler are answered: a status they act upon, and nothing of why."""

import json
from collections.abc import Mapping

from flask import Request, Response

from shared import log, reports
from shared.domain.errors import Unauthenticated, Unavailable
from shared.events.senders import Check


def answer(status: int, body: Mapping[str, object], headers: Mapping[str, str] = {}) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")


def turned_away(request: Request, check: Check) -> Response | None:
    """None when this is a POST of somebody who may."""
    if request.method != "POST":
        return _refusal(405, "METHOD_NOT_ALLOWED", {"Allow": "POST"})
    try:
        check(request)
    except Unauthenticated:
        return _refusal(401, "UNAUTHENTICATED", {"WWW-Authenticate": "Bearer"})
    return None


def failed(error: Exception, **known: str) -> Response:
    """`known` tells whoever looks for it which one failed."""
    if isinstance(error, Unavailable):
        log.failure("dependency down", error, **known)
        return _refusal(503, error.code, {"Retry-After": str(error.retry_after_seconds)})
    reports.unexpected(error, **known)
    return _refusal(500, "INTERNAL_ERROR", {})


def malformed() -> Response:
    return _refusal(400, "MALFORMED_REQUEST", {})


def _refusal(status: int, code: str, headers: Mapping[str, str]) -> Response:
    return answer(status, {"error": {"code": code}}, headers)
