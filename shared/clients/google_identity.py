"""Signing in with Google: tokens checked by Google's own library, codes exchanged for tokens."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from shared import log
from shared.clients.secrets import live_secrets
from shared.domain.emails import is_written_well, tidied
from shared.domain.errors import InvalidCredentials, Unavailable
from shared.domain.identities import Vouched
from shared.kept_keys import KeptKeys, Transport
from shared.once import once
from shared.settings import GoogleSignIn, load

CLIENT_SECRET = "google-client-secret"  # noqa: S105 (its name, not its content)
_ISSUERS = frozenset({"https://accounts.google.com", "accounts.google.com"})
_LONGEST_TOKEN = 8_192
_LONGEST_NAME = 120
_TIMEOUT_SECONDS = (3.05, 5.0)
_SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")


class GoogleIdentity:
    """Threads may share it. Connects on the first use."""

    def __init__(
        self, settings: GoogleSignIn, secret: Callable[[], str], fetch: Transport | None = None
    ) -> None:
        if not _SAFE_ADDRESS.match(settings.google_token_url):
            raise ValueError("a secret is sent over https alone")
        self._settings, self._secret = settings, secret
        self._keys = once(lambda: _KeySets(fetch or _transport()))

    def vouched(self, token: str, nonce: str) -> Vouched:
        """Who an id token is about. Raises `InvalidCredentials` for one that is not ours, not now,
        not of this sign-in or of an address nobody has verified; `Unavailable` while Google's keys
        cannot be had."""
        claims = self._claims(token)
        if not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):
            raise _refused()
        if claims.get("email_verified") is not True:
            raise InvalidCredentials("Google has not verified this e-mail address.")
        email = _text(claims, "email")
        if not is_written_well(email):
            raise _refused()
        name = claims.get("name")
        return Vouched(
            issuer="https://accounts.google.com",
            subject=_text(claims, "sub"),
            email=tidied(email),
            full_name=_name(name) if isinstance(name, str) else None,
            token_id=hashlib.sha256(token.encode()).hexdigest(),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )

    def exchanged(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The id token for a code and the verifier it was asked for with (PKCE, RFC 7636). Raises
        `InvalidCredentials` for a code that is not good, `Unavailable`."""
        if not self._settings.google_client_ids:
            raise _refused()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
            "client_id": self._settings.google_client_ids[0],
            "client_secret": self._secret(),
        }
        status, content = _posted(self._settings.google_token_url, form)
        token = content.get("id_token")
        if status == HTTPStatus.OK and isinstance(token, str):
            return token
        fault = str(content.get("error", ""))
        if status == HTTPStatus.BAD_REQUEST and fault in ("invalid_grant", "invalid_request"):
            raise _refused()
        log.event("ERROR", "Google exchanges no codes", status=status, fault=fault[:64])
        raise Unavailable

    def _claims(self, token: str) -> Mapping[str, Any]:
        if not self._settings.google_client_ids:
            raise _refused()
        if not token.isascii() or len(token) > _LONGEST_TOKEN:
            raise _refused()
        claims = self._verified(token)
        # What the library checks when it is there, and does not miss when it is not.
        times = [type(claims.get(name)) for name in ("exp", "iat")]
        is_ours = claims.get("aud") in self._settings.google_client_ids
        if times != [int, int] or not is_ours or claims.get("iss") not in _ISSUERS:
            raise _refused()
        return claims

    def _verified(self, token: str) -> Mapping[str, Any]:
        # Whoever only registers does not wait for these libraries.
        from google.auth import exceptions
        from google.oauth2 import id_token
        from jwt.exceptions import PyJWTError

        url, clients = self._settings.google_jwks_url, list(self._settings.google_client_ids)
        try:
            return dict(id_token.verify_token(token, self._keys(), clients, url))
        except exceptions.TransportError as error:
            raise Unavailable from error
        except (PyJWTError, exceptions.GoogleAuthError, ValueError, TypeError, KeyError):
            raise _refused() from None


class _KeySets:
    """Google's keys as the library fetches them. What is no key set is an outage of Google's, not
    a fault of the token."""

    def __init__(self, fetch: Transport) -> None:
        self._kept = KeptKeys(lambda url, method, **how: _checked(fetch(url, method, **how)))

    def __call__(self, url: str, method: str = "GET", **options: Any) -> Any:
        return self._kept(url, method, **options)


def _checked(answer: Any) -> Any:
    from google.auth import exceptions

    try:
        is_key_set = answer.status != HTTPStatus.OK or bool(json.loads(answer.data)["keys"])
    except (ValueError, TypeError, KeyError):
        is_key_set = False
    if not is_key_set:
        raise exceptions.TransportError("this is no key set")
    return answer


def _transport() -> Transport:
    import requests
    from google.auth.transport.requests import Request

    session = requests.Session()
    session.trust_env = False
    transport: Transport = Request(session)
    return transport


def _posted(url: str, form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Never sent twice: a code is good for one exchange. Raises `Unavailable`."""
    import requests

    with requests.Session() as session:
        # A .netrc or a proxy of the machine would see the secret.
        session.trust_env = False
        try:
            answer = session.post(url, form, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
        except requests.RequestException as error:
            raise Unavailable from error
    try:
        content = answer.json()
    except (ValueError, RecursionError):
        content = None
    return answer.status_code, content if isinstance(content, dict) else {}


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 320:
        raise _refused()
    return value


def _name(name: str) -> str | None:
    tidy = " ".join(name.split())
    return tidy if 0 < len(tidy) <= _LONGEST_NAME and tidy.isprintable() else None


def _refused() -> InvalidCredentials:
    return InvalidCredentials("Google does not vouch for this sign-in. Try again.")


@once
def live_google_identity() -> GoogleIdentity:
    secrets = live_secrets()
    return GoogleIdentity(
        load(GoogleSignIn), lambda: secrets.versions(CLIENT_SECRET)[0].payload.decode().strip()
    )
