"""HTTP function `auth`: registering, signing in and out, and the keys that prove it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.address_keys import live_address_keys
from shared.clients.secrets import live_secrets
from shared.clock import utc_now
from shared.domain.accounts import Account
from shared.domain.errors import (
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    NotFound,
    Unauthenticated,
)
from shared.domain.limits import PROFILES, Profile, password_asks, registration_asks
from shared.domain.profiles import Profile as PersonProfile
from shared.domain.sessions import Session, live_sessions
from shared.live import live_gate
from shared.once import once
from shared.settings import Network, load
from shared.settings import Tokens as TokenSettings
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.database import live_database
from shared.store.limits import FirestoreLimits
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access, Gate
from shared.web.paging import PageQuery, page_of
from shared.web.passwords import Passwords, live_passwords
from shared.web.people import UserView, etag_of
from shared.web.rates import count, counting_failures, told
from shared.web.reply import Page, Reply
from shared.web.tokens import AccessTokens

from .keys import SIGNING_KEYS_SECRET, SigningKeys
from .schemas import (
    Credentials,
    KeySetView,
    KeyView,
    Refresh,
    RefreshedView,
    Registration,
    SessionView,
    SignedInView,
    TokensView,
)
from .tokens import Tokens

# Answers with tokens in them are nobody's to keep.
_NOT_KEPT = {"Cache-Control": "no-store"}
_KEYS_KEPT = {"Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Deps:
    accounts: FirestoreAccounts
    limits: FirestoreLimits
    rates: Profile
    passwords: Passwords
    keys: SigningKeys
    tokens: Tokens
    email_key: Callable[[str], str]
    now: Callable[[], datetime]


@once
def live_keys() -> SigningKeys:
    secrets = live_secrets()
    return SigningKeys(lambda: secrets.versions(SIGNING_KEYS_SECRET), utc_now)


@once
def live_deps() -> Deps:
    settings = load(TokenSettings)
    return Deps(
        accounts=live_accounts(),
        limits=FirestoreLimits(live_database(), utc_now),
        rates=PROFILES[load(Network).limits],
        passwords=live_passwords(),
        keys=live_keys(),
        tokens=Tokens(live_keys(), settings.token_issuer, settings.token_audience),
        email_key=live_address_keys(),
        now=utc_now,
    )


@once
def own_gate() -> Gate:
    """Checks tokens with the keys at hand. To fetch them it would have to call itself."""
    settings, gate = load(TokenSettings), live_gate()
    tokens = AccessTokens(settings.token_issuer, settings.token_audience, live_keys())
    return replace(gate, people=replace(gate.acquainted(), tokens=tokens))


endpoint = Endpoint("auth", "/api/v1/auth", own_gate, live_deps)


@endpoint.post("/register", status=201, access=Access.OPEN, refuses=(EmailTaken,))
def register(call: Call[Deps], body: Registration) -> Reply[SignedInView]:
    deps, now = call.deps, call.deps.now()
    counted = count(deps.limits, registration_asks(deps.rates, call.network))
    session = Session(call.new_id(), now, now)
    account = Account(
        id=call.new_id(),
        email=body.email,
        email_key=deps.email_key(body.email),
        organization_id=call.new_id(),
        created_at=now,
        profile=PersonProfile(full_name=body.full_name),
        sessions={session.id: session},
    )
    deps.accounts.add(account, deps.passwords.hash(body.password))
    headers = {"Location": "/api/v1/users/me", **told(counted, now)}
    return _signed_in(deps, account, session, headers)


@endpoint.post("/login", access=Access.OPEN, refuses=(InvalidCredentials, Forbidden))
def login(call: Call[Deps], body: Credentials) -> Reply[SignedInView]:
    deps, now = call.deps, call.deps.now()
    key = deps.email_key(body.email)
    session = Session(call.new_id(), now, now)
    asks = password_asks(deps.rates, key, call.network)
    account = counting_failures(deps.limits, asks, lambda: _enter(deps, key, body, session))
    return _signed_in(deps, account, session)


@endpoint.post("/refresh", access=Access.OPEN, refuses=(Unauthenticated,))
def refresh(call: Call[Deps], body: Refresh) -> Reply[RefreshedView]:
    """New tokens for the same session. Who lost the answer may ask again within ten seconds; a
    refresh token that comes back later ends the session."""
    deps = call.deps
    presented = deps.tokens.read_refresh(body.refresh_token)
    session = deps.accounts.rotate_session(
        presented.user_id, presented.session_id, presented.generation
    )
    if session is None:
        log.event(
            "WARNING",
            "a used refresh token came back, its session was ended",
            user=log.pseudonym(presented.user_id),
            request_id=call.request_id,
        )
        raise Unauthenticated("This session has ended. Sign in again.", token_sent=True)
    tokens = TokensView.of(deps.tokens.issue(presented.user_id, session))
    return Reply(RefreshedView(tokens=tokens), headers=_NOT_KEPT)


@endpoint.post("/logout")
def logout(call: Call[Deps]) -> None:
    """This session ends."""
    call.deps.accounts.end_session(call.caller.user_id, call.caller.session_id)


@endpoint.post("/logout-all")
def logout_all(call: Call[Deps]) -> None:
    """All sessions end, this one too."""
    call.deps.accounts.end_all_sessions(call.caller.user_id)


@endpoint.get("/sessions")
def list_sessions(call: Call[Deps], query: PageQuery) -> Page[SessionView]:
    """Where one is signed in."""
    account = call.deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    live = list(live_sessions(account.sessions, call.deps.now()).values())
    ordered = live if query.descends else live[::-1]
    return page_of(ordered, query, lambda held: SessionView.of(held, call.caller.session_id))


@endpoint.delete("/sessions/<id:session_id>")
def end_session(call: Call[Deps], session_id: str) -> None:
    """A session ends, here or elsewhere."""
    if not call.deps.accounts.end_session(call.caller.user_id, session_id):
        raise NotFound


@endpoint.get("/jwks", access=Access.OPEN, raw=True)
def jwks(call: Call[Deps]) -> Reply[KeySetView]:
    """The public keys that tokens are verified with."""
    keys = [KeyView.model_validate(key.as_jwk()) for key in call.deps.keys.all()]
    return Reply(KeySetView(keys=keys), headers=_KEYS_KEPT)


def _enter(deps: Deps, email_key: str, given: Credentials, session: Session) -> Account:
    """The account these credentials open, with `session` begun. Every way of being wrong takes
    the same reads and the same time."""
    identified = deps.accounts.identify(email_key)
    password_hash = None if identified is None else identified.password_hash
    checked = deps.passwords.check(password_hash, given.password)
    if identified is None or not checked.matches:
        raise InvalidCredentials
    if not identified.account.is_active:
        raise Forbidden("This account is suspended.")
    stronger = deps.passwords.hash(given.password) if checked.is_weak else None
    deps.accounts.start_session(identified, session, stronger)
    return identified.account


def _signed_in(
    deps: Deps, account: Account, session: Session, headers: Mapping[str, str] | None = None
) -> Reply[SignedInView]:
    tokens = TokensView.of(deps.tokens.issue(account.id, session))
    view = SignedInView(user=UserView.of(account), tokens=tokens)
    return Reply(view, etag=etag_of(account), headers={**_NOT_KEPT, **(headers or {})})


@functions_framework.http
def auth(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
