"""The gate of a function that serves everyone alike and knows nobody."""

from shared.domain.limits import PROFILES
from shared.once import once
from shared.settings import Network, load
from shared.web.gate import Gate
from shared.web.throttle import Throttles, throttles


@once
def live_throttles() -> Throttles:
    """The same for all functions of this process."""
    return throttles(PROFILES[load(Network).limits])


@once
def open_gate() -> Gate:
    network = load(Network)
    return Gate(
        throttles=live_throttles(),
        trusted_proxy_hops=network.trusted_proxy_hops,
        cors_origins=network.cors_origins,
    )
