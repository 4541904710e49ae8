"""What is published to a topic and comes back out of it: the message, and how it is wrapped."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request
from pydantic import BaseModel, ConfigDict, ValidationError

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_SOURCE = re.compile(r"//pubsub\.googleapis\.com/projects/[^/]+/topics/([^/]+)\Z")


class Message(BaseModel):
    """A message type. Fields it does not know are let pass: a newer sender may be at work."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, frozen=True)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it came, not yet understood."""

    id: str
    """Pub/Sub's, the same for every delivery; made from the content where there is none."""
    topic: str
    """Empty where the delivery does not say."""
    data: bytes
    attributes: Mapping[str, str]
    fault: str | None = None
    """Why it cannot be a message."""


def arrival(request: Request, body: bytes) -> Arrival:
    """Reads the two ways Pub/Sub delivers over HTTP, which share their body: a plain push, and a
    CloudEvent of Eventarc's with its attributes in `ce-` headers. Never raises."""
    source = _SOURCE.match(request.headers.get("Ce-Source", ""))
    topic = source.group(1) if source else ""
    try:
        message = json.loads(body)["message"]
        data = base64.b64decode(message.get("data") or "", validate=True)
        attributes = {str(name): str(value) for name, value in _attributes(message).items()}
        given = str(message.get("messageId") or message.get("message_id") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return unreadable(body, topic, "this is no delivery of Pub/Sub's")
    return Arrival(given if _ID.match(given) else _derived(body), topic, data, attributes)


def unreadable(body: bytes, topic: str, fault: str) -> Arrival:
    return Arrival(_derived(body), topic, body, {}, fault)


def _attributes(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return message.get("attributes") or {}


def _derived(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def reason(error: ValidationError) -> str:
    """The places and the rules, without what was sent."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    lines = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:10])
    return "; ".join(lines)
