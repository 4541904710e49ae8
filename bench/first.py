"""The first request to each function: the cheapest one that needs what the function needs."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus

import yaml

from bench.load import Target
from bench.provider import delivery, returned
from bench.serving import FLOOR, HELLO, ROOT
from bench.world import TEMPLATE_ID, World

_NOBODYS = uuid.UUID(int=0, version=4)


@dataclass(frozen=True)
class _First:
    path: str
    signed_in: bool = True
    expects: int = HTTPStatus.OK


# Each reads the database. Functions that are not named here are asked for the first path of their
# manifest by a stranger.
_FIRST = {
    HELLO: _First("/", signed_in=False),
    FLOOR: _First("/", signed_in=False),
    "admin": _First("/api/v1/admin/billing/parked"),
    "auth": _First("/api/v1/auth/sessions"),
    "billing": _First("/api/v1/billing/subscription"),
    "coach": _First("/api/v1/coach/quota"),
    "exercises": _First("/api/v1/exercises?search=bench%20pres", signed_in=False),
    # What has to be made by another function first is looked for in vain.
    "exports": _First(f"/api/v1/exports/{_NOBODYS}", expects=HTTPStatus.NOT_FOUND),
    "imports": _First(f"/api/v1/imports/{_NOBODYS}", expects=HTTPStatus.NOT_FOUND),
    "measurements": _First("/api/v1/measurements"),
    "organizations": _First("/api/v1/organizations/me"),
    "programs": _First(f"/api/v1/programs/{TEMPLATE_ID}", signed_in=False),
    "reports": _First("/api/v1/reports/weekly"),
    "sync": _First("/api/v1/sync/snapshot"),
    "users": _First("/api/v1/users/me"),
    "volume": _First(f"/api/v1/volume/programs/{TEMPLATE_ID}", signed_in=False),
    "workouts": _First("/api/v1/workouts"),
}


def first_request(name: str, world: World, port: int) -> Target:
    if name == "billing_webhook":
        return delivery(name, port)
    if name == "mail_webhook":
        return returned(name, port)
    first = _FIRST.get(name) or _First(_first_path(name), signed_in=False)
    bearer = world.admin_bearer if name == "admin" else world.bearer
    headers = bearer if first.signed_in else {}
    return Target(name, port, first.path, headers=headers, expects=first.expects)


def _first_path(name: str) -> str:
    manifest = yaml.safe_load((ROOT / "functions" / name / "function.yaml").read_text())
    return str(manifest["paths"][0])
