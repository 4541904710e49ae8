"""The gate of a function that serves everyone alike and knows nobody."""

from shared.domain.limits import PROFILES
from shared.once import once
from shared.settings import Network, load
from shared.web.gate import Gate
from shared.web.throttle import Throttle


@once
def live_throttle() -> Throttle:
    """One for all functions of this process."""
    limit = PROFILES[load(Network).limits].open_routes
    return Throttle(limit.name, limit.allowed, limit.seconds)


@once
def open_gate() -> Gate:
    network = load(Network)
    return Gate(
        open_routes=live_throttle(),
        trusted_proxy_hops=network.trusted_proxy_hops,
        cors_origins=network.cors_origins,
    )
