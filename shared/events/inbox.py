"""One function behind a topic: a delivery comes in, a handler does the work, the answer tells
Pub/Sub whether to deliver it again.

An ingress of our own: the framework's would answer a malformed event with all its headers, the
token among them, and a message that cannot be read with an error, so that it came back for ever.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Request, Response
from pydantic import ValidationError

from shared import log, tally
from shared.domain.errors import Erased
from shared.events.answers import failed, turned_away
from shared.events.message import Arrival, Message, arrival, reason, unreadable
from shared.events.senders import Check

Deps = TypeVar("Deps")
Content = TypeVar("Content", bound=Message)

MOST_BYTES = 1024 * 1024
"""Of a delivery. Our messages name things and do not carry them."""


@dataclass(frozen=True, slots=True)
class Delivery(Generic[Deps]):
    deps: Deps
    message_id: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reception:
    """What every inbox needs of the world."""

    check: Check
    park: Callable[[str, Arrival, str], None]
    """Keeps what cannot be read, by function and with the reason, for a person to look at."""


class Inbox(Generic[Deps, Content]):
    """`handler` must be idempotent and re-entrant: a delivery may come twice, late, and while the
    first one is still being handled. When it returns the message is done with; when it raises,
    whatever it raises, the message comes again."""

    def __init__(
        self,
        name: str,
        model: type[Content],
        handler: Callable[[Delivery[Deps], Content], None],
        deps: Callable[[], Deps],
        reception: Callable[[], Reception],
    ) -> None:
        """`deps` and `reception` are called on the first delivery, never at import."""
        self.name, self._model, self._handler = name, model, handler
        self._deps, self._reception = deps, reception

    def answer(self, request: Request) -> Response:
        """Never raises."""
        started, counted = time.perf_counter(), tally.begin()
        arrived: Arrival | None = None
        try:
            reception = self._reception()
            refused = turned_away(request, reception.check)
            if refused is None:
                arrived = _read(request)
                outcome, response = self._receive(arrived, reception), Response(status=204)
            else:
                outcome, response = "refused", refused
        except Exception as error:
            known = {"message_id": arrived.id} if arrived else {}
            outcome, response = "failed", failed(error, **known)
        log.event(
            "INFO",
            "event",
            function=self.name,
            message_id=arrived.id if arrived else None,
            outcome=outcome,
            status=response.status_code,
            duration_ms=round((time.perf_counter() - started) * 1000, 2),
            reads=counted.reads,
            writes=counted.writes,
        )
        return response

    def _receive(self, arrived: Arrival, reception: Reception) -> str:
        """Parked, handled, or about somebody who is erased: that is done with, too."""
        fault = arrived.fault
        if fault is None:
            try:
                content = self._model.model_validate_json(arrived.data)
            except ValidationError as error:
                fault = reason(error)
        if fault is not None:
            reception.park(self.name, arrived, fault)
            return "parked"
        try:
            self._handler(Delivery(self._deps(), arrived.id, arrived.attributes), content)
        except Erased:
            return "erased"
        return "handled"


def _read(request: Request) -> Arrival:
    """A delivery over the limit is cut: it would not get smaller by coming again."""
    body = bytearray()
    while chunk := request.stream.read(min(65_536, MOST_BYTES + 1 - len(body))):
        body += chunk
        if len(body) > MOST_BYTES:
            return unreadable(bytes(body), "", f"this is over {MOST_BYTES} bytes")
    return arrival(request, bytes(body))
