from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import jwt
import pytest

from functions.auth.keys import SigningKeys
from shared.domain.errors import Unavailable
from shared.store.account_cache import ACCOUNT_CACHE_SECONDS
from shared.web.tokens import AccessTokens
from tests.functions.sign_in import AUDIENCE, ISSUER, Clock, Instance
from tests.races import together
from tests.signing import LONG_AGO, version

ME = "/api/v1/users/me"
SESSIONS = "/api/v1/auth/sessions"


@pytest.fixture
def past(instances: Callable[..., Instance]) -> Instance:
    """An instance a minute behind, so that a minute can pass."""
    return instances(clock=Clock(behind=timedelta(seconds=60)))


def test_a_refresh_gives_new_tokens_that_work(past: Instance) -> None:
    member = past.register()
    past.clock.pass_by(2)
    answer = past.refresh(member.tokens["refresh_token"])
    assert answer.status == 200
    tokens = answer.data["tokens"]
    assert set(answer.data) == {"tokens"}
    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert tokens["refresh_token"] != member.tokens["refresh_token"]
    assert tokens["access_token"] != member.tokens["access_token"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert past.client(tokens["access_token"]).get(ME).status == 200
    assert past.refresh(tokens["refresh_token"]).status == 200


def test_a_refresh_whose_answer_was_lost_gets_the_same_tokens_again(past: Instance) -> None:
    member = past.register()
    first = past.refresh(member.tokens["refresh_token"])
    past.clock.pass_by(9)
    again = past.refresh(member.tokens["refresh_token"])
    assert again.status == 200
    assert again.data == first.data


def test_the_predecessor_after_ten_seconds_ends_the_session(past: Instance) -> None:
    member = past.register()
    successor = past.refresh(member.tokens["refresh_token"]).data["tokens"]
    past.clock.pass_by(10.5)
    answer = past.refresh(member.tokens["refresh_token"])
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert past.refresh(successor["refresh_token"]).status == 401
    assert past.client(successor["access_token"]).get(ME).status == 401
    assert not member.is_signed_in()


def test_an_older_one_ends_the_session_even_at_once(past: Instance) -> None:
    member = past.register()
    second = past.refresh(member.tokens["refresh_token"]).data["tokens"]
    past.refresh(second["refresh_token"])
    assert past.refresh(member.tokens["refresh_token"]).status == 401
    assert past.refresh(second["refresh_token"]).status == 401


def test_the_end_of_one_session_leaves_the_others(past: Instance) -> None:
    member = past.register()
    other = past.login(member.email).data["tokens"]
    for _ in range(2):
        past.refresh(member.tokens["refresh_token"])
        past.clock.pass_by(11)
    assert past.refresh(member.tokens["refresh_token"]).status == 401
    assert past.client(other["access_token"]).get(ME).status == 200


def test_refreshes_sent_together_get_the_same_tokens(instances: Callable[..., Instance]) -> None:
    crowd = [instances() for _ in range(4)]
    token = crowd[0].register().tokens["refresh_token"]
    for _ in range(10):
        answers = together([partial(one.refresh, token) for one in crowd])
        assert Counter(answer.status for answer in answers) == {200: 4}  # type: ignore[union-attr]
        bodies = {str(answer.data) for answer in answers}  # type: ignore[union-attr]
        assert len(bodies) == 1
        token = answers[0].data["tokens"]["refresh_token"]  # type: ignore[union-attr]


def said(token: str) -> Any:
    return jwt.decode(token, options={"verify_signature": False})


def test_a_repeat_is_as_old_as_what_it_repeats(past: Instance) -> None:
    member = past.register()
    rotated_at = past.clock().timestamp()
    tokens = past.refresh(member.tokens["refresh_token"]).data["tokens"]
    for kind in ("access_token", "refresh_token"):
        assert 0 <= said(tokens[kind])["iat"] + 1 - rotated_at < 10
    assert said(tokens["refresh_token"])["exp"] - said(tokens["refresh_token"])["iat"] == 604_800


def test_the_two_kinds_of_token_differ_in_audience_and_type(instance: Instance) -> None:
    tokens = instance.register().tokens
    access, refresh = tokens["access_token"], tokens["refresh_token"]
    assert said(access)["aud"] != said(refresh)["aud"]
    assert jwt.get_unverified_header(access)["typ"] != jwt.get_unverified_header(refresh)["typ"]
    assert said(access)["jti"] != said(refresh)["jti"]


def test_neither_kind_of_token_passes_for_the_other(instance: Instance) -> None:
    member = instance.register()
    assert instance.refresh(member.tokens["access_token"]).status == 401
    assert instance.client(member.tokens["refresh_token"]).get(ME).status == 401


@pytest.mark.parametrize("garbage", ["", "x", "a.b.c", "x" * 5_000, "\u00e9", "{}"])
def test_a_refresh_with_garbage_is_refused(instance: Instance, garbage: str) -> None:
    answer = instance.refresh(garbage)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("gen", [None, "1", 1.0, True, [1]])
def test_a_refresh_token_counts_in_whole_numbers(instance: Instance, gen: Any) -> None:
    member = instance.register()
    token = member.tokens["refresh_token"]
    claims = said(token)
    key = instance.keys.signing()
    header = {"typ": "rt+jwt", "kid": key.id}
    forged = jwt.encode(claims | {"gen": gen}, key.private, algorithm="EdDSA", headers=header)
    assert instance.refresh(forged).status == 401
    assert instance.refresh(token).status == 200


def test_signing_out_ends_the_session_at_once(instance: Instance) -> None:
    member = instance.register()
    assert member.is_signed_in()
    answer = member.client.post("/api/v1/auth/logout")
    assert (answer.status, answer.body) == (204, b"")
    assert not member.is_signed_in()
    assert instance.refresh(member.tokens["refresh_token"]).status == 401
    assert member.client.post("/api/v1/auth/logout").status == 401


def test_signing_out_reaches_every_instance_within_ten_seconds(
    instances: Callable[..., Instance],
) -> None:
    here, there = instances(), instances()
    member = here.register()
    elsewhere = there.client(member.tokens["access_token"])
    assert elsewhere.get(ME).status == 200
    member.client.post("/api/v1/auth/logout")
    there.cache_seconds = ACCOUNT_CACHE_SECONDS
    assert elsewhere.get(ME).status == 401


def test_signing_out_everywhere_ends_all_sessions(instance: Instance) -> None:
    member = instance.register()
    other = instance.login(member.email).data["tokens"]
    assert member.client.post("/api/v1/auth/logout-all").status == 204
    assert not member.is_signed_in()
    assert instance.client(other["access_token"]).get(ME).status == 401
    assert instance.login(member.email).status == 200


@pytest.mark.parametrize("path", ["/api/v1/auth/logout", "/api/v1/auth/logout-all"])
def test_signing_out_needs_a_token(instance: Instance, path: str) -> None:
    assert instance.client().post(path).status == 401


def test_sessions_are_listed_with_the_current_one_marked(past: Instance) -> None:
    member = past.register()
    past.clock.pass_by(5)
    other = past.login(member.email).data["tokens"]
    listed = member.client.get(SESSIONS)
    assert [session["is_current"] for session in listed.data] == [False, True]
    assert listed.meta["total"] == 2
    assert set(listed.data[0]) == {"id", "signed_in_at", "last_used_at", "ends_at", "is_current"}
    page = past.client(other["access_token"]).get(f"{SESSIONS}?page=2&limit=1")
    assert [session["is_current"] for session in page.data] == [False]
    assert page.meta["has_more"] is False
    assert member.client.get(f"{SESSIONS}?page=9").data == []
    assert member.client.get(f"{SESSIONS}?order=asc").data == listed.data[::-1]
    assert member.client.get(f"{SESSIONS}?limit=0").status == 422


def test_one_of_ones_sessions_can_be_ended(instance: Instance) -> None:
    member = instance.register()
    instance.login(member.email)
    other = next(s for s in member.client.get(SESSIONS).data if not s["is_current"])
    assert member.client.delete(f"{SESSIONS}/{other['id']}").status == 204
    assert member.client.delete(f"{SESSIONS}/{other['id']}").status == 404
    assert len(member.client.get(SESSIONS).data) == 1
    assert member.is_signed_in()


def test_somebody_elses_session_is_not_to_be_found(instance: Instance) -> None:
    member, other = instance.register(), instance.register()
    theirs = other.client.get(SESSIONS).data[0]["id"]
    foreign = member.client.delete(f"{SESSIONS}/{theirs}")
    missing = member.client.delete(f"{SESSIONS}/{uuid4()}")
    assert foreign.status == missing.status == 404
    assert foreign.json["error"]["message"] == missing.json["error"]["message"]
    assert foreign.code == missing.code
    assert other.is_signed_in()


def test_the_published_keys_check_our_tokens(instance: Instance) -> None:
    member = instance.register()
    answer = instance.client().get("/api/v1/auth/jwks")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    (key,) = answer.json["keys"]
    assert set(key) == {"kty", "crv", "use", "alg", "kid", "x"}
    token = member.tokens["access_token"]
    assert jwt.get_unverified_header(token) == {
        "typ": "at+jwt",
        "alg": "EdDSA",
        "kid": key["kid"],
    }
    public = jwt.PyJWK(key).key
    assert jwt.decode(token, public, ["EdDSA"], audience=AUDIENCE, issuer=ISSUER)


def test_a_new_version_signs_after_it_was_published_and_old_tokens_stay_good(
    instances: Callable[..., Instance],
) -> None:
    clock = Clock(behind=timedelta(seconds=60))
    first = version(1)
    instance = instances(clock=clock, versions=(first,))
    member = instance.register()
    second = version(2, created_at=clock())
    instance.versions = (second, first)
    assert len(instance.client().get("/api/v1/auth/jwks").json["keys"]) == 2
    assert _number(instance.login(member.email).data["tokens"]) == "1"
    clock.pass_by(31)
    tokens = instance.login(member.email).data["tokens"]
    assert _number(tokens) == "2"
    assert instance.client(tokens["access_token"]).get(ME).status == 200
    assert member.is_signed_in()
    assert instance.refresh(member.tokens["refresh_token"]).status == 200


def test_a_disabled_version_takes_its_tokens_along(instances: Callable[..., Instance]) -> None:
    first, second = version(1), version(2)
    instance = instances(versions=(first,))
    member = instance.register()
    assert member.is_signed_in()
    instance.versions = (second,)
    assert not member.is_signed_in()
    assert instance.refresh(member.tokens["refresh_token"]).status == 401
    assert instance.login(member.email).status == 200


def test_a_version_that_is_no_key_is_passed_over(
    instances: Callable[..., Instance], capsys: pytest.CaptureFixture[str]
) -> None:
    rsa = _rsa_pem()
    instance = instances(
        versions=(version(3, payload=b"not a key"), version(2, payload=rsa), version(1))
    )
    assert _number(instance.register().tokens) == "1"
    assert capsys.readouterr().out.count("a signing key") == 2


def test_without_a_key_nobody_can_sign_in_and_the_answer_says_so(
    instances: Callable[..., Instance],
) -> None:
    with pytest.raises(Unavailable):
        SigningKeys(lambda: (version(1, payload=b"not a key"),), Clock()).all()
    instance = instances(versions=(version(1, payload=b"not a key"),))
    answer = instance.client().get("/api/v1/auth/jwks")
    assert answer.status == 503
    assert "Retry-After" in answer.headers


def test_another_key_under_the_same_number_has_another_name(instance: Instance) -> None:
    one, other = (
        SigningKeys(lambda made=made: (made,), Clock()).signing().id  # type: ignore[misc]
        for made in (version(1), version(1))
    )
    assert one != other
    assert one.startswith("1-")


def test_the_first_key_signs_even_when_it_is_fresh(instances: Callable[..., Instance]) -> None:
    clock = Clock()
    instance = instances(versions=(version(1, created_at=clock()),))
    assert _number(instance.register().tokens) == "1"


def test_a_token_of_a_stranger_with_our_names_is_refused(instance: Instance) -> None:
    member = instance.register()
    stranger = Instance(instance.database, versions=(version(1, LONG_AGO),))
    session = next(iter(instance.accounts.find(member.user["id"]).sessions.values()))  # type: ignore[union-attr]
    pair = stranger.tokens.issue(member.user["id"], session)
    assert AccessTokens(ISSUER, AUDIENCE, stranger.keys).verify(pair.access_token)
    assert instance.client(pair.access_token).get(ME).status == 401
    assert instance.refresh(pair.refresh_token).status == 401


def _number(tokens: Any) -> str:
    kid: str = jwt.get_unverified_header(tokens["access_token"])["kid"]
    return kid.partition("-")[0]


def _rsa_pem() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65_537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
