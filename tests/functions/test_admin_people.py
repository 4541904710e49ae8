"""Admins find people, suspend and reinstate them, and make admins; what each of them may see."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.access import FRESH
from shared.domain.audit import PLATFORM
from shared.store.database import Database
from shared.store.guards import tombstone_path
from shared.store.writes import Create, Merge
from tests.administering import administered, email_key
from tests.functions.sign_in import PASSWORD, Instance, Member
from tests.people import People, now
from tests.wire import Client

USERS, AUDIT = "/api/v1/admin/users", "/api/v1/admin/audit"


@pytest.fixture
def anyone(people: People, database: Database) -> Client:
    return administered(people, database)


@pytest.fixture
def boss(people: People) -> Any:
    return people.admin()


@pytest.fixture
def client(anyone: Client, boss: Any) -> Client:
    return anyone.signed_in(boss.token)


def test_nobody_but_admins_enters(anyone: Client, people: People) -> None:
    """Nor does the owner of an organisation, which everybody is of their own."""
    target = people.free().user_id
    routes = [
        ("GET", USERS),
        ("GET", AUDIT),
        ("POST", f"{USERS}/{target}/suspend"),
        ("POST", f"{USERS}/{target}/reinstate"),
        ("PUT", f"{USERS}/{target}/role"),
    ]
    for method, path in routes:
        assert anyone.send(method, path).status == 401
        for person in (people.pro(), people.anonymous()):
            answer = anyone.signed_in(person.token).send(method, path, {"role": "ADMIN"})
            assert (answer.status, answer.code) == (403, "FORBIDDEN")


def test_people_are_listed_by_cursor_and_nothing_secret_of_them(
    client: Client, people: People
) -> None:
    came = [people.free().user_id for _ in range(3)]
    first = client.get(f"{USERS}?limit=2")
    assert [one["id"] for one in first.data] == [came[2], came[1]]
    assert (first.meta["total"], first.meta["has_more"]) == (4, True)
    rest = client.get(f"{USERS}?limit=2&cursor={first.meta['next_cursor']}")
    assert (rest.data[0]["id"], len(rest.data), rest.meta["has_more"]) == (came[0], 2, False)
    assert rest.data[0].keys() == {
        *("id", "email", "full_name", "is_anonymous", "is_verified", "role", "standing"),
        *("organization_id", "session_count", "created_at"),
    }
    assert rest.data[0]["session_count"] == 1
    assert client.get(f"{USERS}?order=asc&limit=1").data == rest.data[1:]
    other = client.signed_in(people.admin().token)
    assert other.get(f"{USERS}?cursor={first.meta['next_cursor']}").paths == ["cursor"]


def test_one_person_is_found_by_their_address_or_their_id(client: Client, people: People) -> None:

    email = "Ann.Lee@Example.com"
    ann = people.free(email=email, email_key=email_key(email)).user_id
    for query in ("email=ann.lee@example.com", "email=%20Ann.Lee@EXAMPLE.com", f"user_id={ann}"):
        answer = client.get(f"{USERS}?{query}")
        assert [one["id"] for one in answer.data] == [ann], query
        assert answer.meta["total"] == 1
    assert client.get(f"{USERS}?email=ann@example.com").data == []
    assert client.get(f"{USERS}?user_id={ann}&page=2").meta["total"] == 1
    assert client.get(f"{USERS}?user_id={ann}&email={email}").paths == ["user_id"]
    for query in ("email=ann", "user_id=../x", "name=ann", "limit=101"):
        assert client.get(f"{USERS}?{query}").status == 422


def test_roles_are_given_soon_after_signing_in_and_never_the_last_taken(
    client: Client, people: People, boss: Any, database: Database
) -> None:
    bob, role = people.free(), "/role"
    path = f"{USERS}/{bob.user_id}{role}"
    assert client.put(path, {"role": "ADMIN"}).data["role"] == "ADMIN"
    assert client.put(f"{USERS}/{boss.user_id}{role}", {"role": "USER"}).data["role"] == "USER"
    second = client.signed_in(bob.token)
    assert second.put(path, {"role": "USER"}).code == "LAST_ADMIN"
    long_ago: dict[tuple[str, ...], object] = {
        ("sessions", bob.session_id, "signed_in_at"): now() - FRESH - timedelta(seconds=1)
    }
    database.commit(Merge(("users", bob.user_id), long_ago, must_exist=True))
    people.accounts.forget(bob.user_id)
    again = second.put(f"{USERS}/{boss.user_id}{role}", {"role": "ADMIN"})
    assert (again.status, again.code) == (401, "REAUTHENTICATION_REQUIRED")
    for body in ({"role": "OWNER"}, {"role": None}, {}, {"role": "USER", "tier": "PRO"}):
        assert second.put(path, body).status == 422
    assert second.put(f"{USERS}/nobody{role}", {"role": "USER"}).status == 404
    anonymous = people.anonymous().user_id
    assert second.post(f"{USERS}/{bob.user_id}/suspend").code == "CONFLICT"
    assert second.post(f"{USERS}/{anonymous}/suspend").data["standing"] == "SUSPENDED"


def test_an_admin_is_not_told_that_they_are_gone_because_somebody_else_is(
    client: Client, people: People, database: Database
) -> None:
    """Who is erased in just that moment is there no longer."""
    ben = people.free().user_id
    database.commit(Create(tombstone_path(ben), {}))
    answer = client.post(f"{USERS}/{ben}/suspend")
    assert (answer.status, answer.code) == (404, "NOT_FOUND")


@dataclass(frozen=True)
class Gone:
    """Somebody who registered, trained and was suspended."""

    member: Member
    boss: Client

    def suspend(self) -> Any:
        return self.boss.post(f"{USERS}/{self.member.user['id']}/suspend")

    def reinstate(self) -> Any:
        return self.boss.post(f"{USERS}/{self.member.user['id']}/reinstate")


def test_who_is_suspended_gets_in_by_no_way_and_back_in_when_reinstated(
    instance: Instance, client: Client
) -> None:
    member = instance.register()
    gone = Gone(member, client)
    assert member.is_signed_in()
    for _ in range(2):
        answer = gone.suspend()
        assert (answer.data["standing"], answer.data["session_count"]) == ("SUSPENDED", 0)
    instance.cache_seconds += 11
    assert member.client.get("/api/v1/users/me").code == "UNAUTHENTICATED"
    refreshed = instance.refresh(member.tokens["refresh_token"])
    assert (refreshed.status, refreshed.json["error"]["message"]) == (
        401,
        "This account is suspended.",
    )
    entered = instance.login(member.email)
    assert (entered.status, entered.json["error"]["message"]) == (403, "This account is suspended.")
    # Whoever does not know the password is not told.
    assert instance.login(member.email, "another password").code == "INVALID_CREDENTIALS"
    token = {"token": instance.post.secret("verify_email")}
    assert instance.client().post("/api/v1/auth/verify-email", token).status == 422
    for _ in range(2):
        assert gone.reinstate().data["standing"] == "ACTIVE"
    assert not member.is_signed_in()
    assert instance.login(member.email).status == 200


def test_people_read_of_themselves_and_not_who_else_it_was(
    instance: Instance, client: Client, boss: Any
) -> None:
    member, other = instance.register(), instance.register()
    gone = Gone(member, client)
    gone.suspend()
    gone.reinstate()
    tokens = instance.login(member.email).data["tokens"]
    mine = instance.client(tokens["access_token"])
    answer = mine.get("/api/v1/users/me/audit")
    told = [(one["action"], one["actor"], one["organization_id"]) for one in answer.data]
    home = member.user["organization_id"]
    assert told == [
        ("SIGNED_IN", "SELF", home),
        ("ACCOUNT_REINSTATED", "ADMIN", None),
        ("ACCOUNT_SUSPENDED", "ADMIN", None),
        ("ORGANIZATION_CREATED", "SELF", home),
    ]
    for secret in (boss.user_id, other.user["id"], "salt", PASSWORD):
        assert secret.encode() not in answer.body
    first = mine.get("/api/v1/users/me/audit?limit=3")
    assert first.meta["total"] == 4
    rest = mine.get(f"/api/v1/users/me/audit?limit=3&cursor={first.meta['next_cursor']}")
    assert [*first.data, *rest.data] == answer.data
    assert mine.get("/api/v1/users/me/audit?order=asc").status == 422
    elsewhere = f"/api/v1/users/me/audit?cursor={first.meta['next_cursor']}"
    assert other.client.get(elsewhere).paths == ["cursor"]


def test_the_audit_log_is_searched_by_one_name_at_a_time(
    client: Client, people: People, boss: Any
) -> None:
    bob, eve = people.free(), people.free()
    client.post(f"{USERS}/{bob.user_id}/suspend")
    client.post(f"{USERS}/{eve.user_id}/suspend")
    client.post(f"{USERS}/{bob.user_id}/reinstate")

    def found(query: str) -> list[tuple[str, str]]:
        return [(one["action"], one["user_id"]) for one in client.get(f"{AUDIT}?{query}").data]

    of_bob = [
        ("ACCOUNT_REINSTATED", bob.user_id),
        ("ACCOUNT_SUSPENDED", bob.user_id),
        ("ORGANIZATION_CREATED", bob.user_id),
    ]
    assert found(f"user_id={bob.user_id}") == of_bob
    assert found(f"organization_id={eve.organization_id}") == [
        ("ORGANIZATION_CREATED", eve.user_id)
    ]
    by_boss = found(f"actor={boss.user_id}")
    assert by_boss == [
        *found(f"organization_id={PLATFORM}"),
        ("ORGANIZATION_CREATED", boss.user_id),
    ]
    assert found("action=ACCOUNT_SUSPENDED&limit=1") == [("ACCOUNT_SUSPENDED", eve.user_id)]
    page = client.get(f"{AUDIT}?limit=4")
    assert (page.meta["total"], page.meta["has_more"]) == (6, True)
    rest = client.get(f"{AUDIT}?limit=4&cursor={page.meta['next_cursor']}")
    assert len(rest.data) == 2
    assert client.get(f"{AUDIT}?actor=SYSTEM&cursor={page.meta['next_cursor']}").paths == ["cursor"]
    assert client.get(f"{AUDIT}?actor=SYSTEM&action=SIGNED_IN").paths == ["action"]
    for query in ("actor=a/b", "action=x%20y", "email=a@b.c", "order=asc"):
        assert client.get(f"{AUDIT}?{query}").status == 422, query
    for method in ("PATCH", "DELETE", "PUT", "POST"):
        assert client.send(method, AUDIT).status == 405
