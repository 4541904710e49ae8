"""Every route asks who is calling, but for those listed here, and asks before anything else."""

import re
from datetime import UTC, datetime

import pytest

from shared.domain.access import Caller, PlatformRole
from shared.domain.entitlements import Tier
from shared.web.endpoint import Endpoint
from shared.web.gate import Access, Gate, Needs, People
from shared.web.route import Route
from shared.web.throttle import throttles
from tests.people import GENEROUS, PlainTokens
from tests.wire import Client
from tools.manifest import owner_of, read_all
from tools.openapi.document import endpoints

MANIFESTS = read_all()
ENDPOINTS = endpoints(MANIFESTS)

OPEN = {
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/anonymous",
    "POST /api/v1/auth/google",
    "POST /api/v1/auth/verify-email",
    "POST /api/v1/auth/password-reset/request",
    "POST /api/v1/auth/password-reset/confirm",
    "GET /api/v1/auth/jwks",
    "GET /api/v1/billing/plans",
    "GET /api/v1/health",
    "GET /api/v1/health/ready",
    "GET /api/v1/openapi.json",
    "GET /health",
    "GET /health/ready",
    "GET /openapi.json",
}
# These know who asks when a token is sent. What of them is for everyone, the functions' own tests
# hold: templates, and volumes of templates.
OPTIONAL = {
    "GET /api/v1/exercises",
    "GET /api/v1/exercises/<id:exercise_id>",
    "GET /api/v1/exercises/muscle-groups",
    "GET /api/v1/exercises/equipment",
    "GET /api/v1/programs",
    "GET /api/v1/programs/<id:program_id>",
    "GET /api/v1/volume/programs/<id:program_id>",
    "POST /api/v1/volume/analyze",
}


# These prove themselves by a signature over what they send.
SIGNED = {"POST /api/v1/webhooks/lemonsqueezy", "POST /api/v1/webhooks/resend"}


def listed(*access: Access) -> list[tuple[str, Route]]:
    return [
        (name, route)
        for name, endpoint in ENDPOINTS.items()
        for route in endpoint.routes
        if route.access in access
    ]


def written(route: Route) -> str:
    return f"{route.method} {route.path}"


CLOSED = [pytest.param(*one, id=written(one[1])) for one in listed(Access.SIGNED_IN)]
NEEDY = [
    pytest.param(*one, id=written(one[1]))
    for one in listed(Access.SIGNED_IN)
    if one[1].needs is not Needs.NOTHING
]
KNOWING = [
    pytest.param(*one, id=written(one[1])) for one in listed(Access.SIGNED_IN, Access.OPTIONAL)
]


def nothing() -> object:
    raise AssertionError("the handler was reached")


def caller(user_id: str, session_id: str) -> Caller | None:
    if session_id == "ended":
        return None
    return Caller(user_id, "o", PlatformRole.USER, session_id, datetime(2026, 1, 1, tzinfo=UTC))


class NoLedger:
    """Fails whoever comes as far as an idempotency key."""

    def begin(self, *_: object) -> None:
        raise AssertionError("a key was looked at")

    finish = abandon = begin


def client(name: str) -> Client:
    people = People(PlainTokens(), caller, lambda _: Tier.FREE, NoLedger())
    gate = Gate(throttles(GENEROUS), 0, (), people)
    endpoint: Endpoint[object] = ENDPOINTS[name]
    return Client(endpoint.bound(lambda: gate, nothing).answer)


def address(route: Route) -> str:
    return re.sub(r"<[^>]+>", "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f", route.path)


def test_the_open_routes_are_these() -> None:
    assert {written(route) for _, route in listed(Access.OPEN)} == OPEN


def test_the_routes_where_signing_in_is_optional_are_these() -> None:
    assert {written(route) for _, route in listed(Access.OPTIONAL)} == OPTIONAL


def test_the_signed_routes_are_these() -> None:
    assert {written(route) for _, route in listed(Access.SIGNED)} == SIGNED


@pytest.mark.parametrize(("name", "route"), CLOSED)
def test_nobody_gets_into_a_closed_route_without_a_token(name: str, route: Route) -> None:
    """Whatever else is wrong with the request: no If-Match, a body that is none, a bad key."""
    answer = client(name).send(route.method, address(route), raw=b"{", key="x")
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", "garbage", "ű", "user.ended"])
@pytest.mark.parametrize(("name", "route"), KNOWING)
def test_a_token_that_is_no_good_is_worse_than_none(name: str, route: Route, token: str) -> None:
    sent = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    answer = client(name).send(route.method, address(route), raw=b"{", **sent)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(("name", "route"), NEEDY)
def test_what_needs_more_says_so_before_it_looks_at_what_was_sent(name: str, route: Route) -> None:
    signed_in = client(name).signed_in("user.session")
    answer = signed_in.send(route.method, address(route), raw=b"{", key="x")
    code = "FORBIDDEN" if route.needs is Needs.ADMIN else "SUBSCRIPTION_REQUIRED"
    assert (answer.status, answer.code) == (403, code)


@pytest.mark.parametrize(("name", "route"), CLOSED)
@pytest.mark.parametrize("bend", ["{}/", "/{}", "{}/../me", "{}%2f", "/x/..{}", "{}//"])
def test_no_other_spelling_of_a_path_leads_past_the_gate(
    name: str, route: Route, bend: str
) -> None:
    answer = client(name).send(route.method, bend.format(address(route)), raw=b"{")
    assert answer.status in (401, 404, 405)


@pytest.mark.parametrize("name", MANIFESTS)
def test_folder_entry_point_and_endpoint_have_one_name(name: str) -> None:
    from importlib import import_module

    main = import_module(f"functions.{name}.main")
    assert callable(getattr(main, name))
    if name in ENDPOINTS:
        assert ENDPOINTS[name].name == name


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_route_lies_below_the_paths_of_its_function(name: str) -> None:
    for route in ENDPOINTS[name].routes:
        owner = owner_of(address(route), MANIFESTS)
        assert owner is not None, route.path
        assert owner.name == name, route.path


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_path_of_a_function_leads_somewhere(name: str) -> None:
    for path in MANIFESTS[name].paths:
        below = [
            route
            for route in ENDPOINTS[name].routes
            if route.path == path or route.path.startswith(f"{path}/")
        ]
        assert below, path
