"""One function that a clock calls: an order comes in, the work is done, the answer tells Cloud
Scheduler whether to call again."""

import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from flask import Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from shared import log, tally
from shared.events.answers import answer, failed, malformed, turned_away
from shared.events.message import reason
from shared.events.senders import Check

Deps = TypeVar("Deps")

_MOST_BYTES = 64 * 1024


class Order(BaseModel):
    """What a schedule asks for. A word the job does not know is a fault: a misspelt order that
    silently did something else would be worse than one that fails loudly."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


Asked = TypeVar("Asked", bound=Order)

Counts = Mapping[str, int]
"""What a run came to, by name: numbers alone, because they are logged and answered."""


class BadOrder(Exception):
    """The body is no order of this job. The text says where, without what was sent."""


class Job(Generic[Deps, Asked]):
    """`handler` must be idempotent and re-entrant: Scheduler calls at least once, calls again what
    failed, and does not wait for the run before. Whatever the handler raises, it is called again.
    """

    def __init__(
        self,
        name: str,
        model: type[Asked],
        handler: Callable[[Deps, Asked], Counts],
        deps: Callable[[], Deps],
        check: Callable[[], Check],
    ) -> None:
        """`deps` and `check` are called on the first order, never at import."""
        self.name, self._model, self._handler = name, model, handler
        self._deps, self._check = deps, check

    def bound(self, deps: Callable[[], Deps], check: Callable[[], Check]) -> "Job[Deps, Asked]":
        """The same job over other collaborators."""
        return Job(self.name, self._model, self._handler, deps, check)

    def order(self, body: bytes) -> Asked:
        """Raises `BadOrder`. An order whose every word may be left out may be no body at all."""
        try:
            return self._model.model_validate_json(body or b"{}")
        except ValidationError as error:
            raise BadOrder(reason(error)) from None

    def answer(self, request: Request) -> Response:
        """Never raises."""
        started, counted = time.perf_counter(), tally.begin()
        counts: Counts = {}
        try:
            refused = turned_away(request, self._check())
            if refused is None:
                counts = self._handler(self._deps(), self.order(_read(request)))
                outcome, response = "done", answer(200, counts)
            else:
                outcome, response = "refused", refused
        except BadOrder as error:
            log.event("ERROR", "not an order of this job", function=self.name, reason=str(error))
            outcome, response = "refused", malformed()
        except Exception as error:
            outcome, response = "failed", failed(error)
        log.event(
            "INFO",
            "job",
            function=self.name,
            outcome=outcome,
            status=response.status_code,
            duration_ms=round((time.perf_counter() - started) * 1000, 2),
            reads=counted.reads,
            writes=counted.writes,
            counts=dict(counts),
        )
        return response


def _read(request: Request) -> bytes:
    body = request.stream.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        raise BadOrder(f"this is over {_MOST_BYTES} bytes")
    return bytes(body)
