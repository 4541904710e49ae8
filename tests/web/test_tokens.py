import base64
import json
import time
import uuid
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Unauthenticated
from shared.web.gate import Claims
from shared.web.tokens import LEEWAY_SECONDS, AccessTokens
from tests.signing import OneKey

NOW = int(time.time())
GOOD: dict[str, Any] = {
    "iss": "https://issuer.example",
    "aud": "api",
    "sub": str(uuid.uuid4()),
    "sid": str(uuid.uuid4()),
    "iat": NOW,
    "exp": NOW + 86_400,
    "jti": "one",
}
RING = OneKey()


def tokens(ring: OneKey = RING) -> AccessTokens:
    return AccessTokens("https://issuer.example", "api", ring)


def encoded(part: object) -> str:
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_a_good_token_says_whose_session_it_is() -> None:
    assert tokens().verify(RING.sign(GOOD)) == Claims(GOOD["sub"], GOOD["sid"])


@pytest.mark.parametrize("claim", sorted(GOOD))
def test_every_claim_is_required(claim: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().verify(RING.sign({name: GOOD[name] for name in GOOD if name != claim}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["api"]},
        {"aud": ["api", "other"]},
        {"aud": "api:refresh"},
        {"exp": NOW - LEEWAY_SECONDS - 1},
        {"exp": "soon"},
        {"exp": None},
        {"iat": NOW + 3600},
        {"iat": "x"},
        {"nbf": NOW + 3600},
        {"sub": 7},
        {"sub": ""},
        {"sub": "a/b"},
        {"sub": "a" * 65},
        {"sid": None},
        {"sid": ["x"]},
        {"sid": "../x"},
        {"jti": 7},
    ],
    ids="-".join,
)
def test_a_wrong_claim_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        tokens().verify(RING.sign(GOOD | wrong))


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "rt+jwt"},
        {"typ": "JWT"},
        {"typ": None},
        {"kid": "other"},
        {"kid": "../../etc/passwd"},
        {"crit": ["exp"]},
    ],
    ids=str,
)
def test_a_wrong_header_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        tokens().verify(RING.sign(GOOD, **header))


def test_a_token_must_name_its_key() -> None:
    token = jwt.encode(GOOD, RING.private, algorithm="EdDSA", headers={"typ": "at+jwt"})
    with pytest.raises(Unauthenticated):
        tokens().verify(token)


def test_a_key_that_a_token_brings_along_is_ignored() -> None:
    stranger = Ed25519PrivateKey.generate()
    own = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": encoded(stranger.public_key().public_bytes_raw()),
    }
    header = {"typ": "at+jwt", "kid": "k", "jwk": own, "jku": "https://evil.example/jwks"}
    token = jwt.encode(GOOD, stranger, algorithm="EdDSA", headers=header)
    with pytest.raises(Unauthenticated):
        tokens().verify(token)


def test_only_our_algorithm_counts() -> None:
    header = {"typ": "at+jwt", "kid": "k"}
    public = RING.private.public_key().public_bytes_raw()
    for forged in (
        jwt.encode(GOOD, "", algorithm="none", headers=header),
        jwt.encode(GOOD, public, algorithm="HS256", headers=header),
    ):
        with pytest.raises(Unauthenticated):
            tokens().verify(forged)


def test_any_changed_letter_breaks_the_signature() -> None:
    token = RING.sign(GOOD)
    head, body, signature = token.split(".")
    for place in (0, len(signature) // 2, len(signature) - 1):
        for letter in set("AQgwBRhx") - {signature[place]}:
            broken = signature[:place] + letter + signature[place + 1 :]
            with pytest.raises(Unauthenticated):
                tokens().verify(f"{head}.{body}.{broken}")
    for added in ("=", "==", "!", "\n"):
        with pytest.raises(Unauthenticated):
            tokens().verify(token + added)
    with pytest.raises(Unauthenticated):
        tokens().verify(f"{head}.{encoded(GOOD | {'sub': 'somebody'})}.{signature}")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "null",
        "\ud800.\ud800.\ud800",
        "\x00",
        "\u00e9\u00e9.\u00e9\u00e9.\u00e9\u00e9",
        f"{encoded([])}.{encoded({})}.x",
        f"{encoded({'alg': 'EdDSA', 'typ': 'at+jwt', 'kid': ['k']})}.{encoded({})}.x",
        f"{encoded({'alg': ['EdDSA'], 'typ': 'at+jwt', 'kid': 'k'})}.{encoded({})}.x",
        f"{encoded(b'[' * 2900)}.{encoded({})}.x",
        f"{encoded({'alg': 'EdDSA', 'typ': 'at+jwt', 'kid': 'k', 'b64': False})}..",
        "x" * 5_000,
    ],
    ids=range(14),
)
def test_garbage_is_refused_like_any_other_token(garbage: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().verify(garbage)


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens().verify(text)


@given(
    st.dictionaries(
        st.sampled_from(["exp", "iat", "nbf", "sub", "sid", "jti", "aud"]),
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False)
        | st.lists(st.integers())
        | st.text(),
        min_size=1,
    )
)
def test_no_signed_claim_breaks_the_check_either(odd: dict[str, Any]) -> None:
    try:
        claims = tokens().verify(RING.sign(GOOD | odd))
    except Unauthenticated:
        return
    assert claims == Claims({**GOOD, **odd}["sub"], {**GOOD, **odd}["sid"])


def test_a_token_of_4096_characters_is_still_looked_at() -> None:
    longest = GOOD | {"pad": ""}
    room = 4_096 - len(RING.sign(longest))
    token = RING.sign(longest | {"pad": "x" * (room * 3 // 4)})
    assert 4_090 < len(token) <= 4_096
    assert tokens().verify(token).user_id == GOOD["sub"]
    with pytest.raises(Unauthenticated):
        tokens().verify(RING.sign(longest | {"pad": "x" * (room * 3 // 4 + 8)}))


def test_what_was_checked_is_remembered_until_it_runs_out() -> None:
    ends_at = int(time.time()) - 5

    class Clock:
        now = float(ends_at)

        def __call__(self) -> float:
            return self.now

    clock, ring = Clock(), OneKey()
    checker = AccessTokens("https://issuer.example", "api", ring, clock)
    token = ring.sign(GOOD | {"exp": ends_at})
    assert checker.verify(token).user_id == GOOD["sub"]
    clock.now = ends_at + LEEWAY_SECONDS - 0.1
    ring.private = Ed25519PrivateKey.generate()
    assert checker.verify(token).user_id == GOOD["sub"]
    clock.now = ends_at + LEEWAY_SECONDS
    with pytest.raises(Unauthenticated):
        checker.verify(token)


def test_a_withdrawn_key_takes_its_remembered_tokens_along() -> None:
    ring = OneKey()
    checker = tokens(ring)
    token = ring.sign(GOOD)
    checker.verify(token)
    ring.key_id = None
    with pytest.raises(Unauthenticated):
        checker.verify(token)


def test_what_is_remembered_is_bounded() -> None:
    ring = OneKey()
    checker = AccessTokens("https://issuer.example", "api", ring, most=2)
    made = [ring.sign(GOOD | {"jti": str(number)}) for number in range(3)]
    for token in made:
        checker.verify(token)
    ring.private = Ed25519PrivateKey.generate()
    assert checker.verify(made[1]) == checker.verify(made[2])
    with pytest.raises(Unauthenticated):
        checker.verify(made[0])
