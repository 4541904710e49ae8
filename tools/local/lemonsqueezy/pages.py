"""The pages to click through: the checkout, the customer's portal, and everything in the shop."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tools.local.lemonsqueezy import catalogue, moments
from tools.local.lemonsqueezy.changes import CHANGES
from tools.local.lemonsqueezy.deliveries import Deliveries
from tools.local.lemonsqueezy.desk import Desk
from tools.local.lemonsqueezy.faults import Faults
from tools.local.lemonsqueezy.shop import Shop, Thing
from tools.local.lemonsqueezy.wire import Wire

Answer = Response | AnyResponse | str | tuple[str, int]
_CUSTOM = re.compile(r"checkout\[custom\]\[(\w+)\]")
_SHOWN = 60


def pages(shop: Shop, wire: Wire, desk: Desk, deliveries: Deliveries, faults: Faults) -> Blueprint:
    routes = Blueprint("pages", __name__, template_folder="templates")

    @routes.get("/")
    def overview() -> Answer:
        return render_template(
            "overview.html",
            subscriptions=shop.every("subscriptions")[::-1],
            checkouts=shop.every("checkouts")[::-1][:_SHOWN],
            deliveries=deliveries.newest_first()[:_SHOWN],
            faults=faults.told(),
        )

    @routes.post("/deliveries/<own_id>/resend")
    def resend(own_id: str) -> Answer:
        return redirect("/", 303) if deliveries.resend(own_id) else _notice("No such delivery", 404)

    _checkout(routes, shop, desk)
    _portal(routes, shop, wire)
    _subscriptions(routes, shop, wire, desk)
    return routes


def _checkout(routes: Blueprint, shop: Shop, desk: Desk) -> None:
    @routes.route("/checkout/custom/<own_id>", methods=["GET", "POST"])
    def by_checkout(own_id: str) -> Answer:
        opened = shop.find("checkouts", own_id)
        ends = opened.get("expires_at")
        if ends and moments.read(ends) <= moments.now():
            return _notice("This checkout has expired", 410)
        buyer, options = opened.get("checkout_data"), opened.get("product_options")
        offered = options["enabled_variants"] or [opened.get("variant_id"), *catalogue.SOLD]
        return _till(desk, offered, buyer, options["redirect_url"])

    @routes.route("/checkout/buy/<int:variant_id>", methods=["GET", "POST"])
    def by_link(variant_id: int) -> Answer:
        """Anybody can write such a link, and what custom data it brings along."""
        return _till(desk, [variant_id, *catalogue.SOLD], {"custom": {}}, "")

    @routes.get("/thanks/<own_id>")
    def thanks(own_id: str) -> Answer:
        back = request.args.get("to", "")
        links = {"Continue": back} if re.match(r"https?://", back) else {}
        links["The subscription"] = f"/subscriptions/{own_id}"
        return _notice("Thank you", text="It is paid, as far as anything is here.", links=links)


def _till(desk: Desk, offered: list[Any], buyer: Mapping[str, Any], back: str) -> Answer:
    variants = [catalogue.SOLD[one] for one in dict.fromkeys(map(int, offered))]
    if request.method == "GET":
        described = [
            {"id": one.id, "name": one.name, "interval": one.interval,
             "price": catalogue.money(one.cents)}
            for one in variants
        ]  # fmt: skip
        return render_template(
            "checkout.html",
            product=catalogue.PRODUCT,
            variants=described,
            email=request.args.get("checkout[email]") or buyer.get("email") or "",
            name=buyer.get("name") or "",
            trial_days=catalogue.TRIAL_DAYS,
        )
    wanted = int(request.form.get("variant_id") or variants[0].id)
    if wanted not in [one.id for one in variants]:
        return _notice("This is not offered here", 422)
    if request.form.get("outcome") == "decline":
        return _notice("The card was declined", 402, "Nothing was bought.")
    email = request.form.get("email") or buyer.get("email") or "buyer@example.test"
    name = request.form.get("name") or buyer.get("name") or "A buyer"
    custom = {**buyer.get("custom", {}), **_brought_along()}
    trial = request.form.get("outcome") == "trial"
    begun = desk.buy(wanted, name, email, custom, trial=trial)
    if _wants_json():
        return jsonify(subscription_id=begun.id, redirect_url=back)
    return redirect(f"/thanks/{begun.id}?{urlencode({'to': back})}", 303)


def _portal(routes: Blueprint, shop: Shop, wire: Wire) -> None:
    @routes.get("/billing")
    def portal() -> Answer:
        if not _is_let_in(wire):
            return _notice("This link has ended", 403)
        mine = shop.every("subscriptions", customer_id=int(request.args["user"]))
        return render_template("portal.html", subscriptions=mine[::-1], changes=CHANGES)

    @routes.get("/billing/<own_id>/update")
    @routes.get("/subscription/<own_id>/payment-details")
    def one(own_id: str) -> Answer:
        if not _is_let_in(wire):
            return _notice("This link has ended", 403)
        mine = [shop.find("subscriptions", own_id)]
        return render_template("portal.html", subscriptions=mine, changes=CHANGES)


def _subscriptions(routes: Blueprint, shop: Shop, wire: Wire, desk: Desk) -> None:
    @routes.get("/subscriptions/<own_id>")
    def show(own_id: str) -> Answer:
        mine: list[Thing] = [shop.find("subscriptions", own_id)]
        return render_template("portal.html", subscriptions=mine, changes=CHANGES)

    @routes.post("/subscriptions/<own_id>/<name>")
    def change(own_id: str, name: str) -> Answer:
        if name not in CHANGES:
            return _notice("There is no such change", 404)
        changed = desk.change(own_id, name, request.form)
        if _wants_json():
            return jsonify(wire.resource(changed))
        return redirect(f"/subscriptions/{own_id}", 303)


def _brought_along() -> dict[str, str]:
    """Custom data in the link itself, which is anybody's to write."""
    found = [(_CUSTOM.fullmatch(name), value) for name, value in request.args.items()]
    return {match.group(1): value for match, value in found if match}


def _is_let_in(wire: Wire) -> bool:
    return wire.is_signed(request.path, request.args)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _notice(
    title: str, status: int = 200, text: str = "", links: Mapping[str, str] | None = None
) -> tuple[str, int]:
    return render_template("notice.html", title=title, text=text, links=links or {}), status
