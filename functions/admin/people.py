"""People as admins find, suspend and reinstate them, and make them admins."""

from collections.abc import Sequence

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account
from shared.domain.errors import ReauthenticationRequired
from shared.store.people import place_of
from shared.web.call import Call
from shared.web.paging import slice_of
from shared.web.reply import Slice

from .people_schemas import AccountView, PeopleQuery, RoleDraft
from .steps import Deps


def list_people(call: Call[Deps], query: PeopleQuery) -> Slice[list[AccountView]]:
    """Everybody, the last who came first; or who has just that address or id, if anybody has."""
    deps = call.deps
    names_one = query.email is not None or query.user_id is not None

    def read(beyond: str | None, limit: int) -> Sequence[Account]:
        if names_one:
            return _found(deps, query)
        return deps.people.arrived(beyond, limit, newest_first=query.descends)

    return slice_of(
        query,
        "people",
        call.caller.user_id,
        read,
        place_of,
        lambda account: AccountView.of(account, deps.now()),
        lambda: len(_found(deps, query)) if names_one else deps.people.count(),
    )


def suspend(call: Call[Deps], user_id: str) -> AccountView:
    """Every session ends, and nobody signs in by the account until it is reinstated. What is
    stored stays, subscriptions go on."""
    return _shown(call, call.deps.people.suspend(call.caller.user_id, user_id))


def reinstate(call: Call[Deps], user_id: str) -> AccountView:
    """They may sign in again. Sessions that ended stay ended."""
    return _shown(call, call.deps.people.reinstate(call.caller.user_id, user_id))


def change_role(call: Call[Deps], user_id: str, body: RoleDraft) -> AccountView:
    """Makes somebody an admin of the platform, or no admin any longer. Making one takes a sign-in
    of the last five minutes. The last admin stays one."""
    caller = call.caller
    if body.role is PlatformRole.ADMIN and not caller.signed_in_lately(call.deps.now()):
        raise ReauthenticationRequired
    return _shown(call, call.deps.people.appoint(caller.user_id, user_id, body.role))


def _found(deps: Deps, query: PeopleQuery) -> list[Account]:
    """Nobody or one."""
    if query.email is not None:
        found = deps.people.with_address(deps.email_key(query.email))
    else:
        found = deps.people.find(query.user_id or "")
    return [] if found is None else [found]


def _shown(call: Call[Deps], account: Account) -> AccountView:
    return AccountView.of(account, call.deps.now())
