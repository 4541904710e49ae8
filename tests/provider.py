"""The payment provider for tests: the stand-in's shop and API in this process, its events unsent;
and the office that asks it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.serving import make_server

from shared.clients.json_api import JsonApi, Patience
from shared.clients.lemonsqueezy import LemonSqueezy
from shared.domain.billing import Plan
from shared.domain.billing_changes import Announcement
from shared.domain.billing_trust import Storefront
from shared.live_billing import Bookkeeper, bookkeeper
from shared.live_provider import asked
from shared.store.billing_asked import Asked
from shared.store.database import Database
from tests.people import People
from tools.local.environment import STORE_ID, VARIANTS
from tools.local.lemonsqueezy.api import api
from tools.local.lemonsqueezy.deliveries import Deliveries
from tools.local.lemonsqueezy.desk import Desk
from tools.local.lemonsqueezy.faults import Faults
from tools.local.lemonsqueezy.shop import Shop, Thing
from tools.local.lemonsqueezy.wire import Wire

SHOP = Storefront(
    STORE_ID, {variant: Plan(plan) for plan, variant in VARIANTS.items()}, test_mode=True
)
NO_PATIENCE = Patience(waits_seconds=0.0, pause_seconds=0.0)


@dataclass
class Provider:
    url: str
    shop: Shop
    desk: Desk
    faults: Faults
    calls: list[str] = field(default_factory=list)
    """Method, path and query of each."""

    def client(self, patience: Patience = NO_PATIENCE) -> LemonSqueezy:
        return LemonSqueezy(JsonApi(f"{self.url}/v1", lambda: "key", patience), SHOP)

    def sells(self, email: str, plan: Plan = Plan.PRO_MONTHLY, **about: Any) -> Thing:
        """And nobody hears of it."""
        variant = SHOP.variant_of(plan)
        return self.desk.buy(variant, "Robin", email, {}, quietly=True, **about)

    def changes(self, subscription_id: str, how: str, **asked: str) -> Thing:
        return self.desk.change(subscription_id, how, asked, quietly=True)

    def is_out(self) -> None:
        self.faults.change({"fail_api": 1_000})

    def is_back(self) -> None:
        self.faults.change({"fail_api": 0})


@contextmanager
def providing(folder: Path) -> Iterator[Provider]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app, faults, shop = Flask("provider"), Faults(), Shop(folder / "shop.json")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    wire = Wire(url)
    provider = Provider(url, shop, Desk(shop, wire, Deliveries(lambda: [], faults)), faults)
    app.before_request(lambda: provider.calls.append(f"{request.method} {request.full_path}"))
    app.register_blueprint(api(shop, wire, provider.desk, faults))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Office:
    """Our side: the book, and whom it tells."""

    database: Database
    people: People
    publish: Callable[[Announcement], None] | None = None

    def __post_init__(self) -> None:
        self.announced: list[Announcement] = []
        tell = self.publish or self.announced.append
        self.bookkeeper: Bookkeeper = bookkeeper(self.database, SHOP, tell)
        self.asked: Asked = asked(self.database, self.bookkeeper, self.people.accounts)
