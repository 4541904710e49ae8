"""The API below /v1 as Lemon Squeezy has it: JSON:API, any bearer, so many calls a minute."""

import json
import time
from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Any

from flask import Blueprint, Response, g, request

from tools.local.environment import STORE_ID
from tools.local.lemonsqueezy import catalogue
from tools.local.lemonsqueezy.asked import (
    Refused,
    open_checkout,
    patch_subscription,
    sent_in,
    set_webhook,
)
from tools.local.lemonsqueezy.changes import NotNow
from tools.local.lemonsqueezy.desk import Desk
from tools.local.lemonsqueezy.faults import Faults
from tools.local.lemonsqueezy.shop import Missing, Shop, Thing
from tools.local.lemonsqueezy.wire import Wire

_MEDIA_TYPE = "application/vnd.api+json"
_LISTED = ("checkouts", "customers", "orders", "subscriptions", "subscription-invoices", "webhooks")
_NOWHERE = "The requested resource does not exist."
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Turnstile:
    """Counts the calls of the last minute."""

    def __init__(self, faults: Faults) -> None:
        self._faults, self._lock = faults, Lock()
        self._calls: deque[float] = deque()

    def left(self) -> int:
        """After this call; negative when it is one too many, which does not count."""
        with self._lock:
            now = time.monotonic()
            while self._calls and self._calls[0] <= now - 60:
                self._calls.popleft()
            left = int(self._faults.rate_limit) - len(self._calls) - 1
            if left >= 0:
                self._calls.append(now)
            return left


def api(shop: Shop, wire: Wire, desk: Desk, faults: Faults) -> Blueprint:
    routes, turnstile = Blueprint("api", __name__, url_prefix="/v1"), Turnstile(faults)

    @routes.before_request
    def let_in() -> None:
        g.left = turnstile.left()
        time.sleep(faults.api_delay)
        if g.left < 0:
            raise Refused(429, "Too Many Attempts.")
        if faults.is_next("fail_api"):
            raise Refused(500, "Server Error")
        if not request.headers.get("Authorization", "").removeprefix("Bearer").strip():
            raise Refused(401, "Unauthenticated.")

    @routes.after_request
    def count(response: Response) -> Response:
        response.content_type = _MEDIA_TYPE
        response.headers["X-Ratelimit-Limit"] = str(int(faults.rate_limit))
        response.headers["X-Ratelimit-Remaining"] = str(max(0, g.left))
        if response.status_code == 429:
            response.headers["Retry-After"] = "1"
        return response

    _reading(routes, shop, wire)
    _writing(routes, shop, wire, desk)
    routes.register_error_handler(Refused, _error)
    routes.register_error_handler(Missing, lambda _: _error(Refused(404, _NOWHERE)))
    routes.register_error_handler(NotNow, lambda error: _error(Refused(422, f"{error}.")))
    return routes


def _reading(routes: Blueprint, shop: Shop, wire: Wire) -> None:
    @routes.get("/<kind>")
    def list_all(kind: str) -> Response:
        return _answer(_listing(wire, _all(shop, kind)))

    @routes.get("/<kind>/<own_id>")
    def show(kind: str, own_id: str) -> Response:
        for thing in _all(shop, kind):
            if thing.id == own_id:
                return _answer(_single(wire, thing))
        raise Missing(own_id)


def _writing(routes: Blueprint, shop: Shop, wire: Wire, desk: Desk) -> None:
    @routes.post("/checkouts")
    def open_one() -> Response:
        return _answer(_single(wire, open_checkout(shop, sent_in(request.get_data()))), 201)

    @routes.post("/webhooks")
    def hook() -> Response:
        return _answer(_single(wire, set_webhook(shop, sent_in(request.get_data()), None)), 201)

    @routes.patch("/webhooks/<own_id>")
    def rehook(own_id: str) -> Response:
        known = shop.find("webhooks", own_id)
        return _answer(_single(wire, set_webhook(shop, sent_in(request.get_data()), known)))

    @routes.delete("/webhooks/<own_id>")
    def unhook(own_id: str) -> Response:
        with shop.changing():
            shop.remove(shop.find("webhooks", own_id))
        return Response(status=204)

    @routes.patch("/subscriptions/<own_id>")
    def change(own_id: str) -> Response:
        sent = sent_in(request.get_data())
        return _answer(_single(wire, patch_subscription(shop, desk, own_id, sent)))

    @routes.delete("/subscriptions/<own_id>")
    def cancel(own_id: str) -> Response:
        return _answer(_single(wire, desk.change(own_id, "cancel", {})))


def _all(shop: Shop, kind: str) -> list[Thing]:
    """What is newest first, as the API lists it. Raises `Missing`."""
    if kind in _LISTED:
        return shop.every(kind)[::-1]
    sold = catalogue.SOLD.values()
    match kind:
        case "stores":
            return [Thing(kind, str(STORE_ID), dict(catalogue.STORE))]
        case "variants":
            return [Thing(kind, str(one.id), catalogue.variant_attributes(one)) for one in sold]
        case "prices":
            return [Thing(kind, str(one.price_id), catalogue.price_attributes(one)) for one in sold]
    raise Missing(kind)


def _single(wire: Wire, thing: Thing) -> dict[str, Any]:
    resource = _resource(wire, thing)
    links = {"self": resource["links"]["self"]}
    return {"jsonapi": {"version": "1.0"}, "links": links, "data": resource}


def _resource(wire: Wire, thing: Thing) -> dict[str, Any]:
    """The secret of a webhook is never told."""
    resource = wire.resource(thing)
    resource["attributes"].pop("secret", None)
    return resource


def _listing(wire: Wire, things: list[Thing]) -> dict[str, Any]:
    asked = request.args.items()
    wanted = {name[7:-1]: value for name, value in asked if name.startswith("filter[")}
    found = [thing for thing in things if _passes(thing, wanted)]
    number, size = _number("page[number]", 1), _number("page[size]", 10)
    if size > 100:
        raise Refused(400, "The page size must be between 1 and 100.")
    shown = found[(number - 1) * size : number * size]
    page = {
        "currentPage": number,
        "from": (number - 1) * size + 1 if shown else None,
        "lastPage": max(1, -(-len(found) // size)),
        "perPage": size,
        "to": (number - 1) * size + len(shown) if shown else None,
        "total": len(found),
    }
    data = [_resource(wire, thing) for thing in shown]
    return {"meta": {"page": page}, "jsonapi": {"version": "1.0"}, "data": data}


def _passes(thing: Thing, wanted: Mapping[str, str]) -> bool:
    """What an object does not have (a price has no store) is not filtered by."""
    return all(
        str(thing.attributes[name]) == value
        for name, value in wanted.items()
        if name in thing.attributes
    )


def _number(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdigit() or not int(text):
        raise Refused(400, f"{name} must be a number from 1.")
    return int(text)


def _answer(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status)


def _error(refusal: Refused) -> Response:
    error: dict[str, Any] = {
        "detail": refusal.detail,
        "status": str(refusal.status),
        "title": _TITLES[refusal.status],
    }
    if refusal.pointer:
        error["source"] = {"pointer": refusal.pointer}
    return _answer({"jsonapi": {"version": "1.0"}, "errors": [error]}, refusal.status)
