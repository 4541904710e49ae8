"""Gemini's way of being asked and of refusing: what of a request it does not take, and how it says
so."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Request, Response

LEAST_DEADLINE_SECONDS = 10
MOST_TEXTS = 100
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use "
    "API Key or other form of API consumer identity to call this API."
)
_UNSIGNED = (
    "Function call is missing a thought_signature in functionCall parts. This is required for "
    "tools to work correctly."
)
_UNANSWERED = (
    "Please ensure that the number of function response parts is equal to the number of function "
    "call parts of the function call turn."
)


@dataclass
class Refused(Exception):
    status: int
    message: str
    retry_after: float = 0.0

    def content(self) -> dict[str, Any]:
        error: dict[str, Any] = {
            "code": self.status,
            "message": self.message,
            "status": _STATUS.get(self.status, "UNKNOWN"),
        }
        if self.retry_after:
            kind = "type.googleapis.com/google.rpc.RetryInfo"
            error["details"] = [{"@type": kind, "retryDelay": f"{self.retry_after:g}s"}]
        return {"error": error}


def answered(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json; charset=UTF-8")


def refused(refusal: Refused) -> Response:
    return answered(refusal.content(), refusal.status)


def body_of(request: Request) -> dict[str, Any]:
    """Raises `Refused` for whoever may not come in, and for what is no request."""
    if not (request.headers.get("x-goog-api-key") or request.args.get("key")):
        raise Refused(403, _NO_KEY)
    told = request.headers.get("X-Server-Timeout", "")
    if told.isdigit() and int(told) < LEAST_DEADLINE_SECONDS:
        least = f"Minimum allowed deadline is {LEAST_DEADLINE_SECONDS}s."
        raise Refused(400, f"Manually set deadline {told}s is too short. {least}")
    try:
        body = json.loads(request.get_data())
    except ValueError:
        raise Refused(400, "Invalid JSON payload received.") from None
    if not isinstance(body, dict):
        raise Refused(400, "Invalid JSON payload received. Unknown name.")
    return body


def expect_contents(body: dict[str, Any], model: str) -> None:
    """What is said, in turns: each of somebody, each call of a tool answered before the next."""
    contents = body.get("contents")
    if not contents:
        raise Refused(400, "* GenerateContentRequest.contents: contents is not specified\n")
    waiting = 0
    for content in contents:
        parts = content.get("parts")
        if not parts:
            raise Refused(400, "* GenerateContentRequest.contents: parts must not be empty.\n")
        if content.get("role", "user") not in ("user", "model"):
            raise Refused(400, "Please use a valid role: user, model.")
        if sum("functionResponse" in part for part in parts) != waiting:
            raise Refused(400, _UNANSWERED)
        calls = [part for part in parts if "functionCall" in part]
        waiting = len(calls)
        if calls and signs(model) and "thoughtSignature" not in calls[0]:
            raise Refused(400, _UNSIGNED)
    _expect_bounds(body.get("generationConfig") or {})


def signs(model: str) -> bool:
    """Whether this model puts signatures of its thoughts on its calls, and wants them back."""
    return not model.startswith(("gemini-1", "gemini-2.0"))


def _expect_bounds(config: dict[str, Any]) -> None:
    temperature, most = config.get("temperature"), config.get("maxOutputTokens")
    if temperature is not None and not 0 <= temperature <= 2:
        raise Refused(400, "temperature must be in the range [0.0, 2.0].")
    if most is not None and most <= 0:
        raise Refused(400, "max_output_tokens must be positive.")


def said_in(body: dict[str, Any]) -> str:
    """All words of a request, to count them."""
    contents = [*body.get("contents", ()), body.get("systemInstruction") or {}]
    return json.dumps([content.get("parts") for content in contents])


def text_of(content: Any) -> str:
    parts = content.get("parts", []) if isinstance(content, dict) else []
    text = "".join(part.get("text", "") for part in parts)
    if not text:
        raise Refused(400, "* EmbedContentRequest.content: content is empty\n")
    return text
