"""From the mail provider's words to the addresses that nothing more is sent to."""

import json
import re
from dataclasses import dataclass
from typing import Any

from shared.domain.emails import is_written_well
from shared.store.suppressions import Suppression

_EVENT = re.compile(r"[a-z._]{1,64}\Z")
_MOST = 50


@dataclass(frozen=True, slots=True)
class Suppressed:
    event: str
    """The provider's name for it; `unreadable` when it has none."""
    addresses: tuple[str, ...] = ()
    why: Suppression = Suppression.BOUNCED


def suppressed(body: bytes) -> Suppressed:
    """Never raises: what is signed came from the provider, and sending it again would not make it
    easier to read."""
    try:
        return _read(json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Suppressed("unreadable")


def _read(event: Any) -> Suppressed:
    name, data = event["type"], event["data"]
    if not _EVENT.match(name):
        raise ValueError("not a name")
    if name == "email.complained":
        return Suppressed(name, _addresses(data), Suppression.COMPLAINED)
    if name == "email.bounced" and data.get("bounce", {}).get("type", "Permanent") == "Permanent":
        return Suppressed(name, _addresses(data), Suppression.BOUNCED)
    return Suppressed(name)


def _addresses(data: Any) -> tuple[str, ...]:
    return tuple(one for one in data["to"][:_MOST] if is_written_well(one))
