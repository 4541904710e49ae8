"""What `health` answers."""

from typing import Literal

from shared.web.wire import View


class AliveView(View):
    status: Literal["ALIVE"] = "ALIVE"


class DependencyView(View):
    name: str
    status: Literal["UP", "DOWN"]
    latency_ms: float
    """Of a dependency that is down: how long it was waited for."""


class ReadyView(View):
    status: Literal["READY"] = "READY"
    dependencies: list[DependencyView]
