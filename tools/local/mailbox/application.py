"""A stand-in for Resend: takes mails as it does, and shows them instead of delivering them.

`POST /emails` and `GET /emails/{id}` are Resend's. For a look: `/` and `/mails/{id}`; for tests:
`GET /mails?to=` as JSON, `DELETE /mails`, `POST /mails/{id}/bounced` or `/complained` to have the
webhook told, which `POST /_control/webhook` names, and `POST /_control` to have it fail.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from flask import Request, Response

from tools.local.mailbox.mails import Mails, OtherRequest
from tools.local.mailbox.pages import list_page, mail_page
from tools.local.mailbox.webhook import COMING_BACK, Webhook
from tools.local.mailbox.wire import (
    Refused,
    answered,
    asked_of,
    expect_let_in,
    key_of,
    refused,
    retrieved,
)

_NAMES = {
    401: "missing_api_key",
    403: "invalid_api_key",
    409: "concurrent_idempotent_requests",
    422: "validation_error",
    429: "rate_limit_exceeded",
    500: "internal_server_error",
}


@dataclass
class Failing:
    """What goes wrong with the next mails."""

    times: int = 0
    status: int = 500
    name: str = ""
    """Resend's word for it; the usual one of the status when empty."""
    takes: bool = False
    """Whether the mail is taken all the same, so that only the answer is lost."""
    seconds: float = 0.0
    """How long the answer takes."""


class Mailbox:
    """A WSGI application. Threads share it."""

    def __init__(self, mails: Mails) -> None:
        self._mails, self._failing = mails, Failing()
        self._webhook: Webhook | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.answer(Request(environ))(environ, start_response)

    def answer(self, request: Request) -> Response:
        try:
            return self._routed(request)
        except Refused as refusal:
            return refused(refusal)

    def _routed(self, request: Request) -> Response:
        if request.path.startswith("/emails"):
            return self._as_resend(request)
        if request.path.startswith("/_control"):
            return self._controlled(request.path, json.loads(request.get_data()))
        head, _, mail_id = request.path.strip("/").partition("/")
        if head not in ("", "mails"):
            raise _nowhere()
        return self._looked_at(request, mail_id)

    def _looked_at(self, request: Request, mail_id: str) -> Response:
        match request.method, request.path, mail_id:
            case "GET", "/", "":
                return list_page(self._mails.newest_first())
            case "GET", _, "":
                found = self._mails.newest_first(request.args.get("to", ""))
                return answered([asdict(mail) for mail in found])
            case "GET", _, _:
                return mail_page(self._found(mail_id))
            case "DELETE", _, "":
                self._mails.clear()
                return answered({})
            case "POST", _, _:
                return self._came_back(*mail_id.split("/"))
        raise _nowhere()

    def _controlled(self, path: str, told: dict[str, Any]) -> Response:
        if path == "/_control/webhook":
            self._webhook = Webhook(**told)
            return answered({})
        self._failing = Failing(**told)
        return answered(asdict(self._failing))

    def _came_back(self, mail_id: str, how: str = "") -> Response:
        mail = self._found(mail_id)
        if self._webhook is None or how not in COMING_BACK:
            raise _nowhere()
        return answered({"status": self._webhook.tell(mail, how)})

    def _as_resend(self, request: Request) -> Response:
        expect_let_in(request)
        match request.method, request.path.split("/")[2:]:
            case "POST", []:
                return self._take(request)
            case "GET", [mail_id]:
                return answered(retrieved(self._found(mail_id)))
        raise _nowhere()

    def _take(self, request: Request) -> Response:
        key, asked = key_of(request), asked_of(request)
        failing = self._failing
        fails = failing.times > 0
        if fails:
            failing.times -= 1
        if failing.takes or not fails:
            mail_id = self._added(asked, key)
        if fails:
            time.sleep(failing.seconds)
            name = failing.name or _NAMES.get(failing.status, "application_error")
            raise Refused(failing.status, name, "As asked for.", **{"retry-after": "1"})
        return answered({"id": mail_id})

    def _added(self, asked: dict[str, Any], key: str) -> str:
        try:
            return self._mails.add(asked, key).id
        except OtherRequest:
            message = "Same idempotency key used with a different request payload."
            raise Refused(409, "invalid_idempotent_request", message) from None

    def _found(self, mail_id: str) -> Any:
        mail = self._mails.find(mail_id)
        if mail is None:
            raise Refused(404, "not_found", "Email not found")
        return mail


def _nowhere() -> Refused:
    return Refused(404, "not_found", "The requested endpoint does not exist.")
