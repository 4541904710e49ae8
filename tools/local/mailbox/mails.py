"""The mails of the stand-in, in a file that only its owner reads: they hold addresses and links."""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from tools.local.private_files import read_private, write_private

_MOST = 500
"""Older ones go."""
_KEY_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Mail:
    id: str
    sender: str
    to: list[str]
    subject: str
    text: str
    html: str
    tags: dict[str, str]
    key: str
    """The idempotency key; empty when none was sent."""
    fingerprint: str
    """Of all that was asked for."""
    created_at: str


class OtherRequest(Exception):
    """This key was used for another request."""


class Mails:
    """Threads share it."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, Lock()
        self._mails = [Mail(**one) for one in read_private(file) or []]

    def add(self, asked: dict[str, Any], key: str) -> Mail:
        """The one that was made before under this key, if there is one. Raises `OtherRequest`."""
        fingerprint = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        with self._lock:
            earlier = self._of(key) if key else None
            if earlier is None:
                made = _mail(asked, key, fingerprint)
                self._mails = [*self._mails, made][-_MOST:]
                self._save()
                return made
        if earlier.fingerprint != fingerprint:
            raise OtherRequest
        return earlier

    def newest_first(self, to: str = "") -> list[Mail]:
        return [mail for mail in reversed(self._mails) if not to or to in mail.to]

    def find(self, mail_id: str) -> Mail | None:
        return next((mail for mail in self._mails if mail.id == mail_id), None)

    def clear(self) -> None:
        with self._lock:
            self._mails = []
            self._save()

    def _of(self, key: str) -> Mail | None:
        since = (datetime.now(UTC) - _KEY_LASTS).isoformat()
        fresh = (mail for mail in self._mails if mail.key == key and mail.created_at > since)
        return next(fresh, None)

    def _save(self) -> None:
        write_private(self._file, [asdict(mail) for mail in self._mails])


def _mail(asked: dict[str, Any], key: str, fingerprint: str) -> Mail:
    to = asked["to"]
    return Mail(
        id=str(uuid.uuid4()),
        sender=asked["from"],
        to=to if isinstance(to, list) else [to],
        subject=asked["subject"],
        text=asked.get("text") or "",
        html=asked.get("html") or "",
        tags={tag["name"]: tag["value"] for tag in asked.get("tags") or []},
        key=key,
        fingerprint=fingerprint,
        created_at=datetime.now(UTC).isoformat(),
    )
