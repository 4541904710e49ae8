"""Resend's way of being asked and of answering: what of `POST /emails` it refuses, and how."""

import json
from typing import Any

from flask import Request, Response

from tools.local.mailbox.mails import Mail

_LONGEST_KEY = 256
_MOST_READERS = 50
_LIMITS = {"ratelimit-limit": "5", "ratelimit-remaining": "4", "ratelimit-reset": "1"}


class Refused(Exception):
    def __init__(self, status: int, name: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.name, self.headers = status, name, headers


def answered(content: object, status: int = 200, **headers: str) -> Response:
    body = json.dumps(content)
    return Response(body, status, {**_LIMITS, **headers}, content_type="application/json")


def refused(refusal: Refused) -> Response:
    content = {"statusCode": refusal.status, "message": str(refusal), "name": refusal.name}
    return answered(content, refusal.status, **refusal.headers)


def expect_let_in(request: Request) -> None:
    if not request.headers.get("User-Agent"):
        raise Refused(403, "forbidden", "error code: 1010")
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not key.strip():
        raise Refused(401, "missing_api_key", "Missing API key in the authorization header.")


def key_of(request: Request) -> str:
    """Empty when none was sent."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= _LONGEST_KEY:
        raise Refused(400, "invalid_idempotency_key", "The key must be between 1-256 chars.")
    return key or ""


def asked_of(request: Request) -> dict[str, Any]:
    try:
        asked = json.loads(request.get_data())
    except ValueError:
        raise Refused(400, "validation_error", "The body is not JSON.") from None
    if not isinstance(asked, dict):
        raise Refused(422, "validation_error", "The body is no object.")
    for field in ("from", "to", "subject"):
        if not asked.get(field):
            raise Refused(422, "missing_required_field", f"Missing `{field}` field.")
    if not asked.get("html") and not asked.get("text"):
        raise Refused(422, "missing_required_field", "Missing `html` or `text` field.")
    if "@" not in str(asked["from"]):
        raise Refused(422, "invalid_from_address", "Invalid `from` field.")
    _expect_readers(asked["to"])
    return asked


def _expect_readers(to: object) -> None:
    readers = to if isinstance(to, list) else [to]
    good = all(isinstance(one, str) and one.count("@") == 1 for one in readers)
    if not good or len(readers) > _MOST_READERS:
        raise Refused(422, "validation_error", "Invalid `to` field.")


def retrieved(mail: Mail) -> dict[str, object]:
    return {
        "object": "email",
        "id": mail.id,
        "to": mail.to,
        "from": mail.sender,
        "created_at": mail.created_at,
        "subject": mail.subject,
        "html": mail.html or None,
        "text": mail.text or None,
        "tags": [{"name": name, "value": value} for name, value in mail.tags.items()],
        "last_event": "delivered",
    }
