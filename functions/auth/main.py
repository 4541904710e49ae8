"""HTTP function `auth`: registering, signing in and out, proofs by mail, and the public keys."""

from collections.abc import Mapping

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.domain.accounts import Account
from shared.domain.errors import (
    Conflict,
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    NotFound,
    RateLimited,
    Unauthenticated,
)
from shared.domain.limits import password_asks
from shared.domain.mail_proofs import name_of
from shared.domain.sessions import Session, live_sessions
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.paging import PageQuery, page_of
from shared.web.people import UserView, etag_of
from shared.web.rates import counting_failures, told
from shared.web.reply import Page, Reply

from .arriving import Arrived, arrived_by_google, arrived_unknown, registered
from .proving import ask_for_reset, ask_for_verification, reset_password
from .schemas import (
    Address,
    Credentials,
    Device,
    GoogleSignIn,
    KeySetView,
    KeyView,
    LetterView,
    MailedToken,
    PasswordReset,
    Refresh,
    RefreshedView,
    Registration,
    SessionView,
    SignedInView,
    TokensView,
)
from .wiring import Deps, live_deps, own_gate

# Answers with tokens in them are nobody's to keep.
_NOT_KEPT = {"Cache-Control": "no-store"}
_KEYS_KEPT = {"Cache-Control": "public, max-age=300"}

endpoint = Endpoint("auth", "/api/v1/auth", own_gate, live_deps)


@endpoint.post("/register", status=201, access=Access.OPEN, refuses=(EmailTaken,))
def register(call: Call[Deps], body: Registration) -> Reply[SignedInView]:
    """A new account. A letter asks to verify its address."""
    return _arrived(call.deps, registered(call, body))


@endpoint.post("/anonymous", status=201, access=Access.OPEN)
def enter_unknown(
    call: Call[Deps],
    body: Device,  # noqa: ARG001 (it is held to its form, and believed nothing)
) -> Reply[SignedInView]:
    """A new account without address and password. A device proves nothing, so it is always a new
    one."""
    return _arrived(call.deps, arrived_unknown(call))


@endpoint.post("/google", access=Access.OPEN, refuses=(InvalidCredentials, Forbidden, EmailTaken))
def enter_with_google(call: Call[Deps], body: GoogleSignIn) -> Reply[SignedInView]:
    """Signing in with Google, and the first time registering: by an id token, or by a code and
    the verifier it was asked for with. A token is good for one sign-in."""
    return _arrived(call.deps, arrived_by_google(call, body))


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


@endpoint.post("/verify-email", access=Access.OPEN, refuses=(EmailTaken,))
def verify_email(call: Call[Deps], body: MailedToken) -> None:
    """The token of a letter proves its address: the one registered with, or the next one."""
    call.deps.proofs.confirm_address(name_of(body.token))


@endpoint.post("/verify-email/resend", status=202, refuses=(Forbidden, Conflict, RateLimited))
def resend(call: Call[Deps]) -> LetterView:
    """The letter that asks to verify one's address, again."""
    ask_for_verification(call)
    return LetterView()


@endpoint.post("/password-reset/request", status=202, access=Access.OPEN)
def request_reset(call: Call[Deps], body: Address) -> LetterView:
    """A letter by which to set a new password, if anybody has this address."""
    ask_for_reset(call, body.email)
    return LetterView()


@endpoint.post("/password-reset/confirm", access=Access.OPEN)
def confirm_reset(call: Call[Deps], body: PasswordReset) -> None:
    """A new password by the token of a letter. Every session ends."""
    reset_password(call.deps, body)


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


def _arrived(deps: Deps, arrived: Arrived) -> Reply[SignedInView]:
    headers = {"Location": "/api/v1/users/me"}
    if arrived.counted is not None:
        headers |= told(arrived.counted, deps.now())
    return _signed_in(deps, arrived.account, arrived.session, headers)


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
