"""Refusals as HTTP: one table of statuses, one envelope."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Response

from shared import log, reports
from shared.domain import errors

STATUS: Mapping[type[errors.Refusal], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.AccountMerged: 401,
    errors.Erased: 401,
    errors.InvalidCredentials: 401,
    errors.ReauthenticationRequired: 401,
    errors.Forbidden: 403,
    errors.SubscriptionRequired: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.Conflict: 409,
    errors.EmailTaken: 409,
    errors.AlreadySubscribed: 409,
    errors.LastOwner: 409,
    errors.LastAdmin: 409,
    errors.StaleProposal: 409,
    errors.ProposalExpired: 409,
    errors.RequestInProgress: 409,
    errors.PreconditionFailed: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.Invalid: 422,
    errors.Infeasible: 422,
    errors.IdempotencyKeyReused: 422,
    errors.PreconditionRequired: 428,
    errors.RateLimited: 429,
    errors.AiQuotaExceeded: 429,
    errors.Unavailable: 503,
    errors.ModelDown: 503,
    errors.CoachPaused: 503,
}


def answered(error: Exception, request_id: str) -> Response:
    """Whatever went wrong: an envelope, and a line in the log where somebody has to look."""
    if not isinstance(error, errors.Refusal):
        reports.unexpected(error, request_id=request_id)
        return broke(request_id)
    if isinstance(error, errors.Unavailable):
        log.failure("dependency down", error, request_id=request_id)
    return refused(error, request_id)


def refused(refusal: errors.Refusal, request_id: str) -> Response:
    status = STATUS[type(refusal)]
    response = _envelope(status, refusal.code, refusal.message, refusal.details, request_id)
    if status == 401:
        response.headers["WWW-Authenticate"] = _challenge(refusal)
    if isinstance(refusal, errors.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(refusal.allow)
    if isinstance(refusal, errors.RateLimited):
        response.headers.update(refusal.headers)
    wait = getattr(refusal, "retry_after_seconds", None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def broke(request_id: str) -> Response:
    """Our own mistake. The answer says nothing about it; the log does."""
    message = "Something went wrong on our side."
    return _envelope(500, "INTERNAL_ERROR", message, {}, request_id)


def _challenge(refusal: errors.Refusal) -> str:
    """`invalid_token` tells a client to refresh or sign in: never for a wrong password."""
    if isinstance(refusal, errors.Unauthenticated) and refusal.token_sent:
        return 'Bearer realm="hypertroq", error="invalid_token"'
    return 'Bearer realm="hypertroq"'


def _envelope(
    status: int, code: str, message: str, details: Mapping[str, object], request_id: str
) -> Response:
    error = {
        "code": code,
        "message": message,
        "details": details,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "request_id": request_id,
    }
    return Response(json.dumps({"error": error}), status, content_type="application/json")
