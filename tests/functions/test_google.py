"""Signing in with Google: whose a token is, and whose an account."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import jwt
import pytest

from shared.domain.limits import MINUTE, PROFILES, Limit
from shared.store.database import Database
from shared.store.writes import Merge
from tests.functions.sign_in import PASSWORD, REDIRECT_URI, Instance
from tests.google import NONCE, VERIFIER, Google, google
from tests.races import together
from tests.wire import Answer

SIGN_IN = "/api/v1/auth/google"
ME = "/api/v1/users/me"
ADA = "ada@gmail.example"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with google(tmp_path_factory.mktemp("google") / "google.json") as served:
        yield served


@pytest.fixture
def ours(instances: Callable[..., Instance], there: Google) -> Instance:
    return instances(google=there.client())


def enter(instance: Instance, token: str, nonce: str = NONCE) -> Answer:
    return instance.client().post(SIGN_IN, {"id_token": token, "nonce": nonce})


def by_code(instance: Instance, good: str, **about: Any) -> Answer:
    body = {"code": good, "code_verifier": VERIFIER, "redirect_uri": REDIRECT_URI, "nonce": NONCE}
    return instance.client().post(SIGN_IN, {**body, **about})


def who(answer: Answer) -> str:
    assert answer.status == 200, answer.body
    return str(answer.data["user"]["id"])


def test_the_first_time_is_a_registration_and_later_ones_are_not(
    ours: Instance, there: Google
) -> None:
    first = enter(ours, there.token())
    assert first.status == 200
    assert first.data["user"]["email"] == ADA
    assert first.data["user"]["full_name"] == "Ada Iron"
    assert first.data["user"]["is_verified"] is True
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["RateLimit-Policy"].startswith('"register')
    token = first.data["tokens"]["access_token"]
    assert ours.client(token).get(ME).data == first.data["user"]
    again = enter(ours, there.token())
    assert again.data["user"] == first.data["user"]
    assert [one["template"] for one in ours.post.sent] == ["welcome"]


def test_the_identity_counts_and_not_the_address(ours: Instance, there: Google) -> None:
    first = who(enter(ours, there.token()))
    moved = there.token("ada@elsewhere.example", sub=subject(there.token()))
    assert who(enter(ours, moved)) == first
    other = there.token(ADA, sub="1")
    # Somebody else has the address at Google by now. Here it is proved, so it is its owner's.
    assert who(enter(ours, other)) == first


def subject(token: str) -> str:
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


@pytest.mark.parametrize(
    "about",
    [
        {"aud": "somebody else"},
        {"aud": ["us", "somebody else"]},
        {"aud": None},
        {"iss": "https://accounts.example"},
        {"iss": None},
        {"expires_in": -1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"email": "no address"},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"as_another": True},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_wholly_right_opens_nothing(
    ours: Instance, there: Google, about: dict[str, Any]
) -> None:
    answer = enter(ours, there.token(**about))
    assert (answer.status, answer.code) == (401, "INVALID_CREDENTIALS")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hypertroq"'
    assert ours.post.sent == []


@pytest.mark.parametrize("about", [{"aud": "our-phones"}, {"iss": "accounts.google.com"}], ids=str)
def test_all_our_clients_and_both_names_of_the_issuer_are_good(
    ours: Instance, there: Google, about: dict[str, Any]
) -> None:
    assert enter(ours, there.token(**about)).status == 200


@pytest.mark.parametrize("token", ["x", "a.b.c", "ü.ü.ü", "e30.e30.", "." * 8_000])
def test_what_is_no_token_is_refused_as_one(ours: Instance, token: str) -> None:
    assert enter(ours, token).status == 401


def test_a_token_signed_by_nothing_or_by_the_public_key_is_refused(
    ours: Instance, there: Google
) -> None:
    claims = jwt.decode(there.token(), options={"verify_signature": False})
    header = jwt.get_unverified_header(there.token())
    for forged in (
        jwt.encode(claims, "", "none", headers={"kid": header["kid"]}),
        jwt.encode(claims, "x" * 32, "HS256", headers={"kid": header["kid"]}),
        jwt.encode(claims, "x" * 32, "HS256"),
    ):
        assert enter(ours, forged).status == 401


def test_a_token_opens_one_session(ours: Instance, there: Google) -> None:
    token = there.token()
    assert enter(ours, token).status == 200
    again = enter(ours, token)
    assert (again.status, again.code) == (401, "INVALID_CREDENTIALS")


def test_of_many_first_sign_ins_at_once_one_account_comes_about(
    instances: Callable[..., Instance], there: Google
) -> None:
    crowd = [instances(google=there.client()) for _ in range(4)]
    for number in range(4):
        email = f"n{number}@gmail.example"
        calls = [partial(enter, one, there.token(email)) for one in crowd]
        answers = together(calls)
        assert len({who(one) for one in answers}) == 1  # type: ignore[arg-type]


def test_of_one_token_sent_many_times_at_once_one_gets_in(
    instances: Callable[..., Instance], there: Google
) -> None:
    crowd = [instances(google=there.client()) for _ in range(4)]
    for number in range(4):
        token = there.token(f"n{number}@gmail.example")
        answers = together([partial(enter, one, token) for one in crowd])
        counted = Counter(one.status for one in answers)  # type: ignore[union-attr]
        assert counted == {200: 1, 401: 3}


def test_an_address_nobody_has_proved_is_not_handed_over(ours: Instance, there: Google) -> None:
    """Whoever registered it may have wanted its owner to walk in."""
    member = ours.register(email=ADA)
    answer = enter(ours, there.token())
    assert (answer.status, answer.code) == (409, "EMAIL_TAKEN")
    assert "verify" in answer.json["error"]["message"]
    assert member.is_signed_in()


def test_once_the_owner_has_reset_the_password_google_opens_it_and_nothing_else_does(
    ours: Instance, there: Google
) -> None:
    thief = ours.register(email=ADA)
    wanted = {"email": "thief@example.com", "password": PASSWORD}
    assert thief.client.put(f"{ME}/email", wanted).status == 202
    thiefs_link = ours.post.secret("change_email")
    ours.client().post("/api/v1/auth/password-reset/request", {"email": ADA})
    body = {"token": ours.post.secret("password_reset"), "password": "an owner's own words"}
    assert ours.client().post("/api/v1/auth/password-reset/confirm", body).status == 204
    assert who(enter(ours, there.token())) == thief.user["id"]
    assert not thief.is_signed_in()
    assert ours.refresh(thief.tokens["refresh_token"]).status == 401
    assert ours.login(ADA).status == 401
    moving = ours.client().post("/api/v1/auth/verify-email", {"token": thiefs_link})
    assert (moving.status, moving.paths) == (422, ["token"])


def test_a_proved_address_is_linked_and_its_password_stays(ours: Instance, there: Google) -> None:
    member = ours.register(email=ADA)
    secret = ours.post.secret("verify_email")
    assert ours.client().post("/api/v1/auth/verify-email", {"token": secret}).status == 204
    assert who(enter(ours, there.token())) == member.user["id"]
    assert ours.login(ADA).status == 200
    assert member.is_signed_in()


def test_a_suspended_account_stays_shut(ours: Instance, there: Google, database: Database) -> None:
    user_id = who(enter(ours, there.token()))
    database.commit(Merge(("users", user_id), {("standing",): "SUSPENDED"}))
    assert enter(ours, there.token()).status == 403


def test_a_code_is_exchanged_with_its_verifier(ours: Instance, there: Google) -> None:
    by_token = who(enter(ours, there.token()))
    code = there.code()
    assert who(by_code(ours, code)) == by_token
    assert by_code(ours, code).status == 401


@pytest.mark.parametrize(
    "about",
    [{"code": "4/another"}, {"code_verifier": "w" * 43}, {"nonce": "another nonce"}],
    ids=str,
)
def test_a_code_that_is_not_wholly_right_opens_nothing(
    ours: Instance, there: Google, about: dict[str, Any]
) -> None:
    answer = by_code(ours, there.code(), **about)
    assert (answer.status, answer.code) == (401, "INVALID_CREDENTIALS")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"nonce": NONCE}, ["id_token"]),
        ({"id_token": "x"}, ["nonce"]),
        ({"id_token": "x", "nonce": NONCE, "code": "y"}, ["code"]),
        ({"nonce": NONCE, "code": "y"}, ["code_verifier", "redirect_uri"]),
        (
            {"nonce": NONCE, "code": "y", "code_verifier": "v", "redirect_uri": REDIRECT_URI},
            ["code_verifier"],
        ),
        (
            {
                "nonce": NONCE,
                "code": "y",
                "code_verifier": VERIFIER,
                "redirect_uri": f"{REDIRECT_URI}/",
            },
            ["redirect_uri"],
        ),
    ],
    ids=str,
)
def test_a_sign_in_is_a_token_or_a_whole_code(
    ours: Instance, body: dict[str, Any], paths: list[str]
) -> None:
    answer = ours.client().post(SIGN_IN, body)
    assert (answer.status, answer.paths) == (422, paths)


@pytest.mark.parametrize("how", [{"status": 503}, {"status": 200, "body": "<html>"}], ids=str)
def test_an_outage_of_googles_is_one_and_no_fault_of_the_token(
    instances: Callable[..., Instance], there: Google, how: dict[str, Any]
) -> None:
    ours, token = instances(google=there.client()), there.token()
    there.fails(1, **how)
    answer = enter(ours, token)
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    there.fails(0)
    assert enter(ours, token).status == 200


@pytest.mark.parametrize("how", [{"status": 503}, {"status": 200}, {"status": 401}], ids=str)
def test_a_code_that_google_does_not_answer_for_is_an_outage(
    ours: Instance, there: Google, how: dict[str, Any]
) -> None:
    code = there.code()
    there.fails(1, **how)
    assert by_code(ours, code).status == 503
    there.fails(0)


def test_nobody_reached_is_an_outage(instance: Instance, there: Google) -> None:
    assert enter(instance, there.token()).status == 503
    assert by_code(instance, there.code()).status == 503


def test_new_accounts_by_google_count_as_registrations(
    instances: Callable[..., Instance], there: Google
) -> None:
    least = Limit("register", 1, MINUTE), PROFILES["local"].registrations[1]
    rates = replace(PROFILES["local"], registrations=least)
    ours = instances(google=there.client(), rates=rates)
    first = who(enter(ours, there.token()))
    assert enter(ours, there.token("bo@gmail.example")).status == 429
    assert who(enter(ours, there.token())) == first
