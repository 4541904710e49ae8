"""Resend's webhook: what becomes of a letter, told as Svix tells it."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import requests

from tools.local.mailbox.mails import Mail

COMING_BACK = ("bounced", "complained")
_SECONDS = 10


@dataclass(frozen=True)
class Webhook:
    url: str
    secret: str
    """`whsec_` and base64."""

    def tell(self, mail: Mail, how: str) -> int:
        """The status it was answered with."""
        body = json.dumps(_event(mail, how)).encode()
        headers = {**self.signed(body), "Content-Type": "application/json"}
        return requests.post(self.url, body, headers=headers, timeout=_SECONDS).status_code

    def signed(self, body: bytes, sent_at: int | None = None) -> dict[str, str]:
        name, seconds = f"msg_{uuid.uuid4().hex}", str(sent_at or int(time.time()))
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{name}.{seconds}.".encode() + body, hashlib.sha256).digest()
        signature = f"v1,{base64.b64encode(digest).decode()}"
        return {"svix-id": name, "svix-timestamp": seconds, "svix-signature": signature}


def _event(mail: Mail, how: str) -> dict[str, object]:
    data: dict[str, object] = {
        "email_id": mail.id,
        "created_at": mail.created_at,
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "tags": mail.tags,
    }
    if how == "bounced":
        message = "The recipient's email provider sent a hard bounce message."
        data["bounce"] = {"type": "Permanent", "subType": "General", "message": message}
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"type": f"email.{how}", "created_at": now, "data": data}
