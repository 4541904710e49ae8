"""HTTP function `users`: the person who is signed in, their profile, address and password."""

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.accounts import Account
from shared.domain.errors import (
    Conflict,
    EmailTaken,
    Fault,
    Forbidden,
    Invalid,
    InvalidCredentials,
    Malformed,
    PreconditionFailed,
    RateLimited,
    ReauthenticationRequired,
    Unauthenticated,
)
from shared.domain.limits import password_asks
from shared.domain.passwords import weakness
from shared.live import live_gate
from shared.store.accounts import Identified
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.people import UserView, etag_of
from shared.web.rates import counting_failures
from shared.web.reply import Reply

from .auditing import list_own_entries
from .leaving import ask_to_be_deleted, take_back
from .merging import REFUSALS, merge
from .moving import ask_for_change
from .own_data import ask_for_all, shown
from .schemas import (
    EmailChange,
    Leave,
    LeavingView,
    LetterView,
    OwnDataAsk,
    OwnDataView,
    PasswordChange,
    ProfilePatch,
)
from .statistics import StatisticsQuery, StatisticsView, statistics_of
from .wiring import Deps, live_deps

BASE = "/api/v1/users"
endpoint = Endpoint("users", BASE, live_gate, live_deps)


@endpoint.get("/me")
def show(call: Call[Deps]) -> Reply[UserView]:
    """The person who is signed in."""
    account = call.deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    return _shown(account)


@endpoint.patch("/me", if_match=True)
def change(call: Call[Deps], body: ProfilePatch) -> Reply[UserView]:
    """Change one's profile."""
    deps, user_id = call.deps, call.caller.user_id

    def changed(account: Account) -> Account:
        call.expect(etag_of(account))
        profile = body.applied_to(account.profile)
        return account.told(profile, deps.now(), lambda: deps.training.has_logged(user_id))

    return _shown(deps.accounts.change_profile(user_id, changed))


@endpoint.get("/me/statistics")
def show_statistics(call: Call[Deps], query: StatisticsQuery) -> StatisticsView:
    """The training of all days, or from one day to another, in figures."""
    deps = call.deps
    return statistics_of(deps.training, deps.catalogue, call.caller, query, deps.now())


@endpoint.put("/me/password", refuses=(InvalidCredentials, RateLimited))
def change_password(call: Call[Deps], body: PasswordChange) -> None:
    """A new password. Every other session ends."""
    deps, identified = call.deps, _identified(call)
    weak = weakness(body.new_password, identified.account.email)
    if weak is not None:
        raise Invalid(Fault("new_password", weak))
    key = identified.account.email_key or identified.account.id
    asks = password_asks(deps.rates, key, call.network)
    counting_failures(
        deps.limits, asks, lambda: _replace(deps, identified, body, call.caller.session_id)
    )


@endpoint.put(
    "/me/email",
    status=202,
    refuses=(
        EmailTaken,
        Forbidden,
        InvalidCredentials,
        RateLimited,
        ReauthenticationRequired,
    ),
)
def change_address(call: Call[Deps], body: EmailChange) -> LetterView:
    """Another e-mail address. It counts once the link in a letter sent there was followed."""
    ask_for_change(call, _identified(call), body)
    return LetterView()


@endpoint.post(
    "/me/export",
    status=202,
    idempotent=True,
    refuses=(InvalidCredentials, RateLimited, ReauthenticationRequired),
)
def ask_for_own_data(call: Call[Deps], body: OwnDataAsk) -> Reply[OwnDataView]:
    """All that is kept of oneself, as JSON and tables in a zip, kept for a day. While one is being
    written that one is answered. Takes the password, or a sign-in of the last five minutes."""
    return ask_for_all(call, _identified(call), body, f"{BASE}/me/export")


@endpoint.get("/me/export/<id:export_id>")
def show_own_data(call: Call[Deps], export_id: str) -> OwnDataView:
    """With an address to fetch it from, once it is there."""
    return shown(call, export_id)


@endpoint.delete(
    "/me",
    status=202,
    refuses=(
        Conflict,
        InvalidCredentials,
        PreconditionFailed,
        RateLimited,
        ReauthenticationRequired,
    ),
)
def leave(call: Call[Deps], body: Leave) -> LeavingView:
    """One's account and everything in it will be erased when the days of grace are over. Takes the
    password, or, where none is set, a sign-in of the last five minutes."""
    return ask_to_be_deleted(call, _identified(call), body)


@endpoint.post("/me/cancel-deletion", status=204)
def stay(call: Call[Deps]) -> None:
    """Nothing is erased. A subscription that was ended goes on from the billing portal alone."""
    take_back(call)


endpoint.post("/me/merge", refuses=REFUSALS)(merge)
endpoint.get("/me/audit", refuses=(Malformed,))(list_own_entries)


def _identified(call: Call[Deps]) -> Identified:
    identified = call.deps.accounts.identify_by_id(call.caller.user_id)
    if identified is None:
        raise Unauthenticated(token_sent=True)
    return identified


def _replace(deps: Deps, identified: Identified, body: PasswordChange, session_id: str) -> None:
    passwords = deps.passwords
    if not passwords.check(identified.password_hash, body.current_password).matches:
        raise InvalidCredentials("The current password is wrong.")
    new_hash = passwords.hash(body.new_password)
    deps.accounts.change_password(identified, new_hash, keep_session_id=session_id)


def _shown(account: Account) -> Reply[UserView]:
    return Reply(UserView.of(account), etag=etag_of(account))


@functions_framework.http
def users(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
