"""The client's network address, and which browsers may call."""

import ipaddress

from flask import Request, Response

_METHODS = "GET, POST, PUT, PATCH, DELETE"
_HEADERS = (
    "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-Id, Accept"
)
_EXPOSED = (
    "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed"
)


def client_network(request: Request, trusted_hops: int) -> str:
    """An IPv4 address, or the /64 of an IPv6 address: what one subscriber has.

    Each trusted proxy appends the address it saw to X-Forwarded-For, so the client stands
    `trusted_hops` from the right. What is left of it, the client wrote itself.
    """
    seen = request.remote_addr or ""
    if trusted_hops:
        header = request.headers.get("X-Forwarded-For")
        hops = [hop.strip() for hop in header.split(",")] if header else []
        # Fewer hops than proxies: the request came past them, and the header proves nothing.
        seen = hops[-trusted_hops] if len(hops) >= trusted_hops else seen
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def allow_origin(request: Request, response: Response, origins: tuple[str, ...]) -> None:
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin not in origins:
        return
    response.headers["Access-Control-Allow-Origin"] = str(origin)
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
