"""New people: the letters a registration owes, and those who say nothing of themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.owed_messages.main import Deps, Sweep, sweep
from shared.domain.limits import MINUTE, PROFILES, Limit
from shared.store.database import Database
from shared.store.owed import FirestoreOwed
from shared.store.queries import Query
from tests.functions.sign_in import PASSWORD, Instance, Post

REGISTER = "/api/v1/auth/register"
ANONYMOUS = "/api/v1/auth/anonymous"
ME = "/api/v1/users/me"
DEVICE = {"device_id": "phone-1"}


def owed(database: Database) -> list[Any]:
    return database.query(Query("owed"))


def test_a_registration_asks_for_a_welcome_and_a_proof_of_the_address(
    instance: Instance, database: Database
) -> None:
    member = instance.register(email="ann@example.com")
    welcome, verify = instance.post.sent
    assert (welcome["template"], verify["template"]) == ("welcome", "verify_email")
    assert {one["user_id"] for one in instance.post.sent} == {member.user["id"]}
    assert verify["facts"]["proof"]
    assert owed(database) == []


def test_neither_the_queue_nor_the_database_knows_an_address_or_a_secret(
    instance: Instance, database: Database
) -> None:
    instance.post.is_down = True
    instance.register(email="ann@example.com")
    instance.post.is_down = False
    deps = Deps(FirestoreOwed(database), instance.owing, later(instance))
    sweep(deps, Sweep())
    kept = [one.data for name in ("mail_proofs", "owed") for one in database.query(Query(name))]
    told = f"{kept} {instance.post.sent}"
    assert "ann@" not in told
    assert instance.post.secret("verify_email") not in told


def later(instance: Instance) -> Callable[[], Any]:
    return lambda: instance.clock() + timedelta(minutes=2)


def test_an_outage_of_pub_sub_neither_blocks_a_registration_nor_loses_its_letters(
    instance: Instance, database: Database
) -> None:
    instance.post.is_down = True
    member = instance.register()
    assert member.is_signed_in()
    assert len(owed(database)) == 1
    at_once = Deps(FirestoreOwed(database), instance.owing, instance.clock)
    assert sweep(at_once, Sweep()) == {"paid": 0, "owed": 0}
    deps = Deps(FirestoreOwed(database), instance.owing, later(instance))
    assert sweep(deps, Sweep()) == {"paid": 0, "owed": 1}
    instance.post.is_down = False
    assert sweep(deps, Sweep()) == {"paid": 1, "owed": 0}
    assert sweep(deps, Sweep()) == {"paid": 0, "owed": 0}
    assert [one["template"] for one in instance.post.sent] == ["welcome", "verify_email"]


class Gone(Post):
    """A process that ends before it has published anything."""

    def send(self, topic: str, data: str) -> None:
        raise SystemExit


def test_a_process_that_ends_after_the_registration_leaves_its_letters_owed(
    instances: Callable[..., Instance], database: Database
) -> None:
    body = {"email": "ann@example.com", "password": PASSWORD}
    with pytest.raises(SystemExit):
        instances(post=Gone()).client().post(REGISTER, body)
    after = instances()
    assert after.login("ann@example.com").status == 200
    assert sweep(Deps(FirestoreOwed(database), after.owing, later(after)), Sweep())["paid"] == 1
    assert len(after.post.sent) == 2


def test_a_registration_that_is_refused_owes_nothing(
    instance: Instance, database: Database
) -> None:
    instance.register(email="ann@example.com")
    again = {"email": "ann@example.com", "password": PASSWORD}
    assert instance.client().post(REGISTER, again).status == 409
    assert len(instance.post.sent) == 2
    assert owed(database) == []


def test_whoever_says_nothing_is_somebody_new_each_time(
    instance: Instance, database: Database
) -> None:
    first, second = (instance.client().post(ANONYMOUS, DEVICE) for _ in range(2))
    assert first.status == 201
    user = first.data["user"]
    assert (user["is_anonymous"], user["email"], user["is_verified"]) == (True, None, False)
    assert user["id"] != second.data["user"]["id"]
    assert user["organization_id"] != second.data["user"]["organization_id"]
    assert first.headers["Location"] == ME
    assert first.headers["Cache-Control"] == "no-store"
    member = instance.client(first.data["tokens"]["access_token"])
    assert member.get(ME).data == user
    assert instance.refresh(first.data["tokens"]["refresh_token"]).status == 200
    assert instance.post.sent == []
    assert database.query(Query("email_index")) == []


def test_the_anonymous_have_no_address_to_verify_to_change_or_to_sign_in_with(
    instance: Instance,
) -> None:
    token = instance.client().post(ANONYMOUS, DEVICE).data["tokens"]["access_token"]
    member = instance.client(token)
    assert member.post("/api/v1/auth/verify-email/resend").status == 403
    wanted = {"email": "ann@example.com", "password": PASSWORD}
    assert member.put(f"{ME}/email", wanted).status == 403
    change = {"current_password": "x", "new_password": PASSWORD}
    assert member.put(f"{ME}/password", change).status == 401


@pytest.mark.parametrize("body", [{}, {"device_id": 1}, {"device_id": "a/b"}, {"device_id": ""}])
def test_a_device_has_an_id(instance: Instance, body: dict[str, Any]) -> None:
    answer = instance.client().post(ANONYMOUS, body)
    assert (answer.status, answer.paths) == (422, ["device_id"])


def test_the_anonymous_count_as_registrations_of_their_network(
    instances: Callable[..., Instance],
) -> None:
    least = Limit("register", 2, MINUTE), PROFILES["local"].registrations[1]
    rates = replace(PROFILES["local"], registrations=least)
    instance = instances(rates=rates)
    instance.register()
    assert instance.client().post(ANONYMOUS, DEVICE).headers["RateLimit"].startswith('"register"')
    assert instance.client().post(ANONYMOUS, DEVICE).status == 429
    elsewhere = instances(rates=rates, address="192.0.2.2")
    assert elsewhere.client().post(ANONYMOUS, DEVICE).status == 201
