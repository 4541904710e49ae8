"""A stand-in for Google's sign-in: makes up people, and vouches for them with real signatures.

Google's: `GET /o/oauth2/v2/auth`, `POST /token`, `GET /oauth2/v3/certs`. For tests:
`POST /_control/tokens` makes a token (`email`, `name`, `nonce`, `aud`, and any claim by its name,
null to leave it out, `expires_in`, `as_another` for a key nobody knows), `POST /_control/client`
names the client, `POST /_control` has it fail.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Request, Response

from tools.local.google_identity.codes import Codes
from tools.local.google_identity.keys import Keys
from tools.local.google_identity.pages import choice_page, refusal_page
from tools.local.google_identity.people import PEOPLE, Person, claims_of


@dataclass
class Failing:
    """What goes wrong with the next answers that functions wait for."""

    times: int = 0
    status: int = 503
    seconds: float = 0.0
    body: str = "<html>Error</html>"


@dataclass
class Client:
    """The one client there is, as it is registered at Google."""

    client_id: str = ""
    secret: str = ""
    redirect_uris: tuple[str, ...] = ()


class GoogleIdentity:
    """A WSGI application. Threads share it."""

    def __init__(self, keys: Keys) -> None:
        self._keys, self._codes = keys, Codes()
        self._failing, self._client = Failing(), Client()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.answer(Request(environ))(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.path.startswith("/_control"):
            return self._controlled(request.path, json.loads(request.get_data()))
        match request.method, request.path:
            case "GET", "/oauth2/v3/certs":
                return self._failed() or _json(self._keys.published())
            case "POST", "/token":
                return self._failed() or self._exchanged(request)
            case (("GET" | "POST"), "/o/oauth2/v2/auth"):
                return self._authorized(request)
            case "GET", "/":
                return choice_page(PEOPLE, {})
        return _json({"error": "not_found"}, 404)

    def _controlled(self, path: str, told: dict[str, Any]) -> Response:
        match path:
            case "/_control/tokens":
                return _json({"id_token": self._made(told)})
            case "/_control/client":
                self._client = Client(**{**told, "redirect_uris": tuple(told["redirect_uris"])})
            case "/_control":
                self._failing = Failing(**told)
            case _:
                return _json({"error": "not_found"}, 404)
        return _json({})

    def _failed(self) -> Response | None:
        failing = self._failing
        if failing.times <= 0:
            return None
        failing.times -= 1
        time.sleep(failing.seconds)
        return Response(failing.body, failing.status, content_type="text/html")

    def _authorized(self, request: Request) -> Response:
        asked = request.values
        client = self._client
        if asked.get("client_id") != client.client_id:
            return refusal_page("Error 401: invalid_client")
        if asked.get("redirect_uri") not in client.redirect_uris:
            return refusal_page("Error 400: redirect_uri_mismatch")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            return refusal_page("Error 400: invalid_request")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            return refusal_page("Error 400: invalid_request")
        if request.method == "GET":
            return choice_page(PEOPLE, asked.to_dict())
        code = self._codes.grant(
            _person(asked.get("as", "")),
            asked["client_id"],
            asked["redirect_uri"],
            asked.get("nonce", ""),
            asked.get("code_challenge", ""),
        )
        query = urlencode({"code": code, "state": asked.get("state", "")})
        return Response("", 303, {"Location": f"{asked['redirect_uri']}?{query}"})

    def _exchanged(self, request: Request) -> Response:
        form, client = request.form, self._client
        secret = form.get("client_secret", "")
        if form.get("client_id") != client.client_id or secret != client.secret:
            return _json({"error": "invalid_client"}, 401)
        if form.get("grant_type") != "authorization_code":
            return _json({"error": "unsupported_grant_type"}, 400)
        granted = self._codes.exchange(
            form.get("code", ""),
            client.client_id,
            form.get("redirect_uri", ""),
            form.get("code_verifier", ""),
        )
        if granted is None:
            return _json({"error": "invalid_grant", "error_description": "Bad Request"}, 400)
        claims = claims_of(granted.person, client.client_id, granted.nonce)
        told = {"access_token": "ya29.none", "expires_in": 3599, "token_type": "Bearer"}
        return _json({**told, "id_token": self._keys.sign(claims), "scope": "openid email profile"})

    def _made(self, asked: dict[str, Any]) -> str:
        person = _person(asked.pop("email"))
        name, nonce = asked.pop("name", person.name), asked.pop("nonce", "")
        as_another = asked.pop("as_another", False)
        told = claims_of(person, self._client.client_id, nonce, **{"name": name, **asked})
        return self._keys.sign(told, as_another=as_another)


def _person(email: str) -> Person:
    known = (person for person in PEOPLE if person.email == email)
    return next(known, Person(email, email.partition("@")[0].title()))


def _json(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
