"""Resend: letters handed over for delivery, each at most once under its key.

Nothing is tried again here: what asked for the letter comes again by itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests

from shared import log
from shared.clients.secrets import live_secrets
from shared.domain.errors import Unavailable
from shared.once import once
from shared.settings import Mail, load

SECRET = "resend-api-key"  # noqa: S105 (its name)
_CONNECT_SECONDS, _ANSWER_SECONDS = 3.05, 10.0
_SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")
_WORD = re.compile(r"[a-z0-9_]{1,64}\Z")
_NOT_OURS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
"""The key, or the domain written from, is not good: no fault of the letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str
    html: str
    kind: str
    """Told to the provider, whose figures it sorts: letters, digits, _ and -."""


class NotAccepted(Exception):
    """Surely not sent, and worth another try. With `Unavailable` it may have been sent."""


class Rejected(Exception):
    """The provider will never take this letter. The text is its own word for why."""


class Resend:
    """Threads may share it."""

    def __init__(
        self, url: str, sender: str, key: Callable[[], str], patience: float = _ANSWER_SECONDS
    ) -> None:
        """`sender` is who letters are from; `patience` is in seconds."""
        self._url, self._sender, self._key = f"{url.rstrip('/')}/emails", sender, key
        self._timeout = _CONNECT_SECONDS, patience
        if not _SAFE_ADDRESS.match(url):
            raise ValueError("a key is sent over https alone")
        self._session = requests.Session()
        # A .netrc or a proxy of the machine would see the key, or replace it.
        self._session.trust_env = False

    def send(self, letter: Letter, key: str) -> str:
        """The provider's id of the letter; empty where it was sent before under this key with
        other words. `key` makes sending it again within 24 hours harmless. Raises `NotAccepted`,
        `Unavailable` or `Rejected`."""
        headers = self._headers(key)
        try:
            answer = self._session.post(
                self._url,
                json=self._body(letter),
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as error:
            raise NotAccepted from error
        except requests.RequestException as error:
            raise Unavailable from error
        return _read(answer)

    def _headers(self, key: str) -> dict[str, str]:
        try:
            ours = self._key()
        except Unavailable as error:
            raise NotAccepted from error
        # Whoever does not say what they are is refused, too.
        return {
            "Authorization": f"Bearer {ours}",
            "Idempotency-Key": key,
            "User-Agent": "hypertroq",
        }

    def _body(self, letter: Letter) -> dict[str, object]:
        return {
            "from": self._sender,
            "to": [letter.to],
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "tags": [{"name": "kind", "value": letter.kind}],
        }


def _read(answer: requests.Response) -> str:
    content = _content(answer)
    if answer.status_code == HTTPStatus.OK:
        return str(content.get("id", ""))
    word = str(content.get("name", ""))
    word = word if _WORD.match(word) else f"status_{answer.status_code}"
    if word == "invalid_idempotent_request":
        # It keeps the keys of what it sent: a template or a profile has changed since.
        return ""
    if answer.status_code in _NOT_OURS:
        log.event("ERROR", "the mail provider does not let us in", reason=word)
        raise NotAccepted
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise NotAccepted
    if answer.status_code in range(400, 500) and answer.status_code not in _PASSING:
        raise Rejected(word)
    raise Unavailable


_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})
"""Of which the latter: the same letter is being sent at this moment."""


def _content(answer: requests.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


@once
def live_resend() -> Resend:
    settings, secrets = load(Mail), live_secrets()

    def newest_key() -> str:
        return secrets.versions(SECRET)[0].payload.decode().strip()

    return Resend(settings.resend_api_url, settings.mail_from, newest_key)
