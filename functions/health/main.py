"""HTTP function `health`: alive, ready, and the description of the whole API.

Probes commonly ask the bare path, clients the one below /api/v1: both are answered.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.errors import Unavailable
from shared.once import once
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.open_gate import open_gate
from shared.web.reply import Reply

from .readiness import Readiness, Standing
from .schemas import AliveView, DependencyView, ReadyView

_DOCUMENT = Path(__file__).with_name("openapi.json")
_KEPT = {"Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Deps:
    readiness: Callable[[], Readiness]
    """Made when somebody asks for it: to be alive needs no client."""


@once
def live_readiness() -> Readiness:
    from .probes import live_probes

    return Readiness(live_probes())


@once
def live_deps() -> Deps:
    return Deps(live_readiness)


@once
def described() -> tuple[Mapping[str, Any], str]:
    """The document, and the tag of this edition of it."""
    text = _DOCUMENT.read_bytes()
    return json.loads(text), hashlib.sha256(text).hexdigest()[:32]


endpoint = Endpoint("health", "", open_gate, live_deps)


@endpoint.get("/health", access=Access.OPEN)
@endpoint.get("/api/v1/health", access=Access.OPEN)
def alive(_: Call[Deps]) -> AliveView:
    """Whether the process answers. Touches nothing else."""
    return AliveView()


@endpoint.get("/health/ready", access=Access.OPEN)
@endpoint.get("/api/v1/health/ready", access=Access.OPEN)
def ready(call: Call[Deps]) -> ReadyView:
    """Whether every service answers that the product needs. When one does not it is 503, and the
    details hold the same list."""
    standings = call.deps.readiness().look()
    views = [_view(standing) for standing in standings]
    down = [standing.name for standing in standings if not standing.is_up]
    if down:
        listed = [view.model_dump() for view in views]
        raise Unavailable(f"Not answering: {', '.join(down)}.", dependencies=listed)
    return ReadyView(dependencies=views)


@endpoint.get("/openapi.json", access=Access.OPEN, raw=True)
@endpoint.get("/api/v1/openapi.json", access=Access.OPEN, raw=True)
def describe(_: Call[Deps]) -> Reply[dict[str, Any]]:
    """This document."""
    document, tag = described()
    return Reply(dict(document), etag=tag, headers=_KEPT)


def _view(standing: Standing) -> DependencyView:
    return DependencyView(
        name=standing.name,
        status="UP" if standing.is_up else "DOWN",
        latency_ms=round(standing.seconds * 1000, 2),
    )


@functions_framework.http
def health(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
