"""What is measured: the product's functions over a seeded database, a Pro user with a program."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.content import draft_of, spelled_out
from bench.database import emulator
from bench.load import Target, fetch
from bench.provider import make_topic
from bench.serving import serve
from bench.vault import make_secrets
from shared.domain.access import PlatformRole
from shared.domain.billing import KnownSubscription, Plan, SubscriptionSnapshot
from shared.events.messages import texts_changed
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database, connect
from shared.store.programs import FirestorePrograms
from shared.store.subscriptions import FirestoreSubscriptions
from shared.store.writes import Merge, Put
from tools.local.environment import MODELS
from tools.local.processes import free_port, stop
from tools.local.testing import emulators_for_tests
from tools.seed.load import Seeder
from tools.seed.templates import template_id

PROJECT = "hypertroq-bench"
SERVED = ("auth", "programs", "volume", "exercises")
TEMPLATE_ID = template_id("metallicadpa-ppl")
"""Six days, 34 entries, 124 sets a week."""
MANY = 300
"""More programs than a function remembers."""


@dataclass(frozen=True)
class World:
    settings: Mapping[str, str]
    ports: Mapping[str, int]
    user_id: str
    token: str
    admin_token: str
    program: Mapping[str, Any]
    """The user's own copy of the template, as the product shows it."""
    program_ids: Sequence[str]
    """Many such copies."""

    @property
    def bearer(self) -> dict[str, str]:
        return _bearer(self.token)

    @property
    def admin_bearer(self) -> dict[str, str]:
        return _bearer(self.admin_token)

    @property
    def draft(self) -> dict[str, Any]:
        return draft_of(self.program)

    @property
    def inline_draft(self) -> dict[str, Any]:
        return spelled_out(self.draft)


@contextmanager
def seeded() -> Iterator[tuple[Database, dict[str, str]]]:
    """The emulators with the catalogue and the templates in them, and settings for functions."""
    with emulator(), emulators_for_tests() as emulators:
        make_secrets(emulators.secret_manager, PROJECT)
        # Programs tell of the words in them.
        make_topic(emulators.pubsub, PROJECT, texts_changed.TOPIC)
        database = connect(PROJECT)
        catalogue = FirestoreCatalogue(database, CatalogueCache())
        Seeder(catalogue, FirestorePrograms(database), datetime.now(UTC)).seed()
        database.commit(Put(("floor", "one"), {"name": "one", "count": 1, "is_small": True}))
        yield database, _settings(free_port())


@contextmanager
def running() -> Iterator[World]:
    """The functions of a training day, each served by itself."""
    with seeded() as (database, settings), ExitStack() as ending:
        ports = {}
        for name in SERVED:
            port = int(settings["AUTH_PORT"]) if name == "auth" else None
            served = serve(name, settings, port)
            ending.callback(stop, [served.child])
            ports[name] = served.port
        signed_in = _register(ports["auth"])
        user, token = signed_in["user"], signed_in["tokens"]["access_token"]
        _give_pro(database, user["organization_id"])
        admin = _register(ports["auth"])
        database.commit(Merge(("users", admin["user"]["id"]), {("role",): PlatformRole.ADMIN}))
        programs = [_clone(ports["programs"], token) for _ in range(MANY)]
        ids = [program["id"] for program in programs]
        admin_token = admin["tokens"]["access_token"]
        yield World(settings, ports, user["id"], token, admin_token, programs[0], ids)


def _settings(auth_port: int) -> dict[str, str]:
    return {
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        "TOKEN_ISSUER": "https://issuer.example",
        "TOKEN_AUDIENCE": "hypertroq",
        "JWKS_URL": f"http://127.0.0.1:{auth_port}/api/v1/auth/jwks",
        "CORS_ORIGINS": "",
        "TRUSTED_PROXY_HOPS": "0",
        "LIMITS": "local",
        "LEMONSQUEEZY_STORE_ID": "1",
        "LEMONSQUEEZY_VARIANTS": "PRO_MONTHLY=1001,PRO_YEARLY=1002",
        "LEMONSQUEEZY_TEST_MODE": "true",
        # Nobody is asked.
        "LEMONSQUEEZY_API_URL": "http://127.0.0.1:9/v1",
        "CHECKOUT_RETURN_URL": "https://frontend.example/billing",
        "GOOGLE_CLIENT_IDS": "",
        "GOOGLE_REDIRECT_URIS": "",
        "GOOGLE_JWKS_URL": "http://127.0.0.1:9/oauth2/v3/certs",
        "GOOGLE_TOKEN_URL": "http://127.0.0.1:9/token",
        **MODELS,
        "GEMINI_API_URL": "http://127.0.0.1:9",
        "PRIVATE_BUCKET": "private",
        "EXPORTS_BUCKET": "exports",
        "AUTH_PORT": str(auth_port),
    }


def _register(port: int) -> Any:
    body = {"email": f"{uuid.uuid4().hex}@example.com", "password": uuid.uuid4().hex}
    return _data(Target("register", port, "/api/v1/auth/register", "POST", {}, body, 201))


def _give_pro(database: Database, organization_id: str) -> None:
    now = datetime.now(UTC)
    told = SubscriptionSnapshot(
        id=str(uuid.uuid4()),
        store_id=1,
        variant_id=1001,
        status="active",
        created_at=now,
        updated_at=now,
        test_mode=True,
        renews_at=now + timedelta(days=30),
    )
    known = KnownSubscription(told, organization_id, Plan.PRO_MONTHLY)
    FirestoreSubscriptions(database).put(known)


def _clone(port: int, token: str) -> Any:
    path = f"/api/v1/programs/{TEMPLATE_ID}/clone"
    return _data(Target("clone", port, path, "POST", _bearer(token), {}, 201))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _data(target: Target) -> Any:
    return json.loads(fetch(target))["data"]
