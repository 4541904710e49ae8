"""The stand-in as one WSGI application: API, pages, and a way to have things go wrong.

`GET|POST /_control`: what goes wrong. `GET /_control/deliveries`: the webhooks that were sent.
`POST /_control/subscriptions` and `/_control/subscriptions/{id}/{change}`: nobody is told of it.
"""

from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from tools.local.lemonsqueezy.api import api
from tools.local.lemonsqueezy.changes import CHANGES, NotNow
from tools.local.lemonsqueezy.deliveries import Deliveries
from tools.local.lemonsqueezy.desk import Desk
from tools.local.lemonsqueezy.faults import Faults
from tools.local.lemonsqueezy.pages import pages
from tools.local.lemonsqueezy.shop import Missing, Shop
from tools.local.lemonsqueezy.wire import Wire

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'"


def application(base_url: str, file: Path) -> Flask:
    shop, faults, wire = Shop(file), Faults(), Wire(base_url)
    deliveries = Deliveries(lambda: shop.every("webhooks"), faults)
    desk = Desk(shop, wire, deliveries)
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(api(shop, wire, desk, faults))
    app.register_blueprint(pages(shop, wire, desk, deliveries, faults))
    _controls(app, wire, desk, deliveries, faults)

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    app.register_error_handler(Missing, lambda error: (f"There is no {error}.\n", 404))
    app.register_error_handler(NotNow, lambda error: (f"{error}.\n", 409))
    app.register_error_handler(ValueError, lambda error: (f"{error}\n", 422))
    return app


def _controls(app: Flask, wire: Wire, desk: Desk, deliveries: Deliveries, faults: Faults) -> None:
    @app.get("/_control")
    def shown() -> Response:
        return jsonify(faults.shown())

    @app.post("/_control")
    def changed() -> Response | AnyResponse:
        if request.is_json:
            faults.change(request.get_json())
            return jsonify(faults.shown())
        faults.change({name: _number(text) for name, text in request.form.items()})
        return redirect("/", 303)

    @app.get("/_control/deliveries")
    def sent() -> Response:
        return jsonify([one.shown() for one in deliveries.newest_first()])

    @app.post("/_control/subscriptions")
    def begin_quietly() -> tuple[Response, int]:
        asked: dict[str, Any] = {"name": "A buyer", "custom": {}, **request.get_json()}
        begun = desk.buy(
            int(asked["variant_id"]), asked["name"], asked["email"], asked["custom"], quietly=True
        )
        return jsonify(wire.resource(begun)), 201

    @app.post("/_control/subscriptions/<own_id>/<name>")
    def change_quietly(own_id: str, name: str) -> Response:
        if name not in CHANGES:
            raise Missing(f"change {name}")
        return jsonify(wire.resource(desk.change(own_id, name, request.form, quietly=True)))


def _number(text: str) -> float | int:
    return int(text) if text.isdigit() else float(text)
