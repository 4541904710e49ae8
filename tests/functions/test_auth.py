import json
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import grpc
import jwt
import pytest
from argon2 import PasswordHasher

from shared.clients.address_keys import AddressKeys
from shared.clients.secrets import Version
from shared.domain.limits import Ask
from shared.store.database import Database
from shared.store.writes import Merge, Put
from tests.functions.sign_in import PASSWORD, Instance
from tests.races import together
from tests.signing import LONG_AGO

REGISTER = "/api/v1/auth/register"
ME = "/api/v1/users/me"
WRONG = "not " + PASSWORD


def test_registering_answers_with_a_user_and_tokens(instance: Instance) -> None:
    member = instance.register(email="Ann@Example.com", full_name=" Ann ")
    assert member.user | {"id": None, "organization_id": None, "created_at": None} == {
        "id": None,
        "email": "Ann@Example.com",
        "full_name": "Ann",
        "is_anonymous": False,
        "is_verified": False,
        "role": "USER",
        "organization_id": None,
        "time_zone": "UTC",
        "units": "METRIC",
        "sex": None,
        "birth_date": None,
        "height_cm": None,
        "experience": None,
        "volume_targets": {},
        "weekly_report_email": False,
        "created_at": None,
        "deletion_due_at": None,
    }
    assert uuid.UUID(member.user["id"]) != uuid.UUID(member.user["organization_id"])
    assert member.user["created_at"].endswith("Z")
    assert member.tokens["token_type"] == "Bearer"
    assert member.tokens["expires_in"] == 900
    headers = member.answer.headers
    assert headers["Location"] == ME
    assert headers["Cache-Control"] == "no-store"
    assert headers["ETag"] == '"1"'
    assert headers["RateLimit-Policy"] == '"register";q=120;w=60'
    assert headers["RateLimit"] == '"register";r=119;t=60'
    assert member.client.get(ME).data == member.user


@pytest.mark.parametrize("spelling", ["ANN@example.com", "  ann@EXAMPLE.com  "])
def test_an_address_is_taken_in_every_spelling(instance: Instance, spelling: str) -> None:
    instance.register(email="ann@example.com")
    answer = instance.client().post(REGISTER, {"email": spelling, "password": PASSWORD})
    assert (answer.status, answer.code) == (409, "EMAIL_TAKEN")
    assert instance.login(spelling).status == 200


def test_composed_and_decomposed_letters_are_one_address(instance: Instance) -> None:
    instance.register(email="j\u00f6rg@example.com")
    assert instance.login(unicodedata.normalize("NFD", "J\u00d6RG@example.com")).status == 200


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["email", "password"]),
        ({"email": "ann", "password": PASSWORD}, ["email"]),
        ({"email": "ann", "password": "short"}, ["email", "password"]),
        ({"email": "ann@example.com", "password": 12345678}, ["password"]),
        ({"email": "ann@example.com", "password": ["hunter2secret"]}, ["password"]),
        ({"email": "ann@example.com", "password": "Password1"}, ["password"]),
        ({"email": "ann@example.com", "password": "hypertroQ!"}, ["password"]),
        ({"email": "annabel@example.com", "password": "Annabel12"}, ["password"]),
        ({"email": "ann@example.com", "password": "x" * 129}, ["password"]),
        ({"email": "ann@example.com", "password": PASSWORD, "full_name": "  "}, ["full_name"]),
        ({"email": "ann@example.com", "password": PASSWORD, "full_name": "a\nb"}, ["full_name"]),
        ({"email": "ann@example.com", "password": PASSWORD, "role": "ADMIN"}, ["role"]),
        (
            {"email": "ann@example.com", "password": PASSWORD, "organization_id": "o"},
            ["organization_id"],
        ),
    ],
    ids=str,
)
def test_a_registration_is_held_to_the_rules(
    instance: Instance, body: dict[str, Any], paths: list[str]
) -> None:
    answer = instance.client().post(REGISTER, body)
    assert (answer.status, answer.code) == (422, "VALIDATION_ERROR")
    assert answer.paths == paths
    for value in body.values():
        for word in value if isinstance(value, list) else [value]:
            assert f'"{word}"' not in answer.body.decode()


def test_of_many_who_register_one_address_together_one_gets_it(
    instances: Callable[..., Instance],
) -> None:
    rivals = [instances().client() for _ in range(4)]
    for number in range(5):
        body = {"email": f"n{number}@example.com", "password": PASSWORD}
        answers = together([partial(rival.post, REGISTER, body) for rival in rivals])
        assert Counter(answer.status for answer in answers) == {201: 1, 409: 3}  # type: ignore[union-attr]


def test_a_network_registers_so_many_in_a_minute(instances: Callable[..., Instance]) -> None:
    instance = instances()
    limit = instance.rates.registrations[0]
    for _ in range(limit.allowed):
        instance.limits.reserve([Ask(limit, instance.address)])
    answer = instance.client().post(REGISTER, {"email": "a@example.com", "password": PASSWORD})
    assert (answer.status, answer.code) == (429, "RATE_LIMITED")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"] == '"register";q=120;w=60'
    assert answer.headers["RateLimit"].startswith('"register";r=0;t=')
    instances(address="192.0.2.2").register()


def test_signing_in_opens_another_session(instance: Instance) -> None:
    member = instance.register()
    answer = instance.login(member.email)
    assert answer.status == 200
    assert answer.data["user"] == member.user
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data["tokens"]["access_token"] != member.tokens["access_token"]
    assert member.is_signed_in()


def test_a_wrong_password_and_an_unknown_address_look_alike(instance: Instance) -> None:
    member = instance.register()
    wrong, unknown = instance.login(member.email, WRONG), instance.login("no@example.com", WRONG)
    for answer in (wrong, unknown):
        assert (answer.status, answer.code) == (401, "INVALID_CREDENTIALS")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hypertroq"'
    assert wrong.json["error"]["message"] == unknown.json["error"]["message"]
    assert set(wrong.headers) == set(unknown.headers)


def test_a_wrong_password_and_an_unknown_address_cost_the_same(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    member = instance.register()
    costs = []
    for email in (member.email, "nobody@example.com"):
        instance.login(email, WRONG)
        instance.login(email, WRONG)
        line = json.loads(capsys.readouterr().out.splitlines()[-1])
        costs.append((line["reads"], line["writes"]))
    assert costs == [(6, 3), (6, 3)]


@pytest.mark.parametrize("near", [PASSWORD + " ", " " + PASSWORD, PASSWORD.upper(), "", "\u00a0"])
def test_a_password_is_never_tidied(instance: Instance, near: str) -> None:
    member = instance.register()
    assert instance.login(member.email, near).status == 401


def test_long_passwords_differ_to_the_last_letter(instance: Instance) -> None:
    member = instance.register(password="p" * 127 + "1")
    assert instance.login(member.email, "p" * 127 + "2").status == 401
    assert instance.login(member.email, "p" * 127 + "1").status == 200


def test_ten_wrong_passwords_shut_one_network_out_of_one_account(
    instances: Callable[..., Instance],
) -> None:
    here, elsewhere = instances(), instances(address="198.51.100.7")
    member, other = here.register(), here.register()
    for _ in range(10):
        assert here.login(member.email, WRONG).status == 401
    refused = here.login(member.email)
    assert (refused.status, refused.code) == (429, "RATE_LIMITED")
    assert 1 <= int(refused.headers["Retry-After"]) <= 900
    assert refused.headers["RateLimit-Policy"] == '"login";q=10;w=900'
    assert here.login(other.email).status == 200
    assert elsewhere.login(member.email).status == 200
    assert member.is_signed_in()
    assert here.refresh(member.tokens["refresh_token"]).status == 200
    here.clock.pass_by(900)
    assert here.login(member.email).status == 200


def test_unknown_addresses_are_counted_alike(instance: Instance) -> None:
    for _ in range(10):
        assert instance.login("nobody@example.com", WRONG).status == 401
    assert instance.login("nobody@example.com", WRONG).status == 429


def test_right_passwords_are_no_failures(instance: Instance) -> None:
    member = instance.register()
    for _ in range(12):
        assert instance.login(member.email).status == 200


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"email": "a@example.com"}', b'{"email": 1, "password": "x"}']
)
def test_a_body_that_cannot_be_read_is_no_failed_login(instance: Instance, raw: bytes) -> None:
    for _ in range(11):
        assert instance.client().post("/api/v1/auth/login", raw=raw).status in (400, 422)


def test_of_wrong_passwords_sent_together_exactly_ten_are_looked_at(
    instances: Callable[..., Instance],
) -> None:
    crowd = [instances() for _ in range(4)]
    member = crowd[0].register()
    calls = [partial(crowd[number % 4].login, member.email, WRONG) for number in range(20)]
    assert Counter(answer.status for answer in together(calls)) == {401: 10, 429: 10}  # type: ignore[union-attr]


def test_right_passwords_sent_together_all_get_in(instance: Instance) -> None:
    member = instance.register()
    answers = together([partial(instance.login, member.email)] * 14)
    assert Counter(answer.status for answer in answers) == {200: 14}  # type: ignore[union-attr]


def test_an_account_under_attack_from_everywhere_is_slow_and_never_locked(
    instances: Callable[..., Instance],
) -> None:
    owner = instances(address="198.51.100.7")
    member = owner.register()
    for network in range(10):
        attacker = instances(address=f"203.0.113.{network}")
        for _ in range(10):
            assert attacker.login(member.email, WRONG).status == 401
    assert owner.login(member.email, WRONG).status == 401
    paced = owner.login(member.email)
    assert paced.status == 429
    assert int(paced.headers["Retry-After"]) <= 5
    owner.clock.pass_by(5)
    assert owner.login(member.email).status == 200
    assert instances(address="198.51.100.8").login(member.email).status == 200


def test_a_weak_hash_is_made_anew_when_its_owner_signs_in(
    instance: Instance, database: Database
) -> None:
    member = instance.register()
    path = ("users", member.user["id"], "private", "credentials")
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    database.commit(Put(path, {"password_hash": weak}))
    assert instance.login(member.email).status == 200
    kept = database.get(path)
    assert kept is not None
    assert "m=19456,t=2,p=1" in kept.data["password_hash"]
    assert instance.login(member.email).status == 200


def test_a_suspended_account_is_told_so_once_the_password_is_right(
    instance: Instance, database: Database
) -> None:
    member = instance.register()
    database.commit(Merge(("users", member.user["id"]), {("standing",): "SUSPENDED"}))
    assert instance.login(member.email, WRONG).status == 401
    assert instance.login(member.email).status == 403
    assert instance.refresh(member.tokens["refresh_token"]).status == 401
    assert not member.is_signed_in()


def test_the_stored_password_is_nowhere_to_be_read(instance: Instance, database: Database) -> None:
    member = instance.register()
    document = database.get(("users", member.user["id"], "private", "credentials"))
    assert document is not None
    assert PASSWORD not in str(document.data)
    assert "password" not in str(member.client.get(ME).data)


def test_nothing_secret_is_logged(instance: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    member = instance.register(email="very.private@example.com")
    instance.login(member.email, WRONG)
    instance.refresh(member.tokens["refresh_token"])
    logged = capsys.readouterr().out
    assert logged
    for secret in ("very.private", PASSWORD, *(str(value) for value in member.tokens.values())):
        if secret not in ("Bearer", "900"):
            assert secret not in logged


def test_access_tokens_say_no_more_than_they_must(instance: Instance) -> None:
    member = instance.register()
    claims = jwt.decode(member.tokens["access_token"], options={"verify_signature": False})
    assert set(claims) == {"iss", "aud", "sub", "sid", "iat", "exp", "jti"}
    assert claims["exp"] - claims["iat"] == 900
    assert claims["sub"] == member.user["id"]


def test_the_oldest_key_of_addresses_stays_the_key() -> None:
    old, new = Version(1, LONG_AGO, b"old"), Version(2, LONG_AGO, b"new")
    before, after = AddressKeys(lambda: [old]), AddressKeys(lambda: [new, old])
    assert after("Ann@example.com") == before("ann@example.com ")
    assert after("ann@example.com") != AddressKeys(lambda: [new])("ann@example.com")


@pytest.mark.parametrize("path", ["register", "login", "anonymous", "password-reset/request"])
def test_what_cannot_be_counted_is_not_let_through(path: str) -> None:
    """Nor does it say what is wrong with what was sent."""
    cut_off = Instance(Database("nobody", grpc.insecure_channel("127.0.0.1:1")))
    bodies = {
        "anonymous": {"device_id": "phone"},
        "password-reset/request": {"email": "a@b.example"},
    }
    usual = {"email": "ann@example.com", "password": PASSWORD}
    answer = cut_off.client().post(f"/api/v1/auth/{path}", bodies.get(path, usual))
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) >= 1


def test_what_needs_no_counting_is_answered_in_an_outage() -> None:
    cut_off = Instance(Database("nobody", grpc.insecure_channel("127.0.0.1:1")))
    answer = cut_off.client().get("/api/v1/auth/jwks")
    assert answer.status == 200
    assert answer.headers["RateLimit"].startswith('"open";r=')
