"""Asking to be deleted, and taking it back."""

from datetime import timedelta

from shared.domain.errors import Unauthenticated
from shared.events.messages import account_leaving, email_requested
from shared.events.messages.account_leaving import AccountLeaving
from shared.events.messages.email_requested import EmailRequested
from shared.store.accounts import Identified
from shared.web.call import Call
from shared.web.people import etag_of

from .proving import expect_themselves
from .schemas import Leave, LeavingView
from .wiring import Deps


def ask_to_be_deleted(call: Call[Deps], identified: Identified, body: Leave) -> LeavingView:
    """Raises what `expect_themselves` raises. Until then everything stays as it is, but that
    nobody is charged any more. Anonymous people have nothing to come back by: they go at once."""
    deps, account, now = call.deps, identified.account, call.deps.now()
    if call.if_match is not None:
        call.expect(etag_of(account))
    if not account.is_anonymous:
        expect_themselves(deps, identified, call.caller, body.password, call.network, now)
    grace = timedelta(0) if account.is_anonymous else timedelta(days=deps.grace_days)
    due_at = now + grace
    letter = EmailRequested(
        message_id=f"deletion-{call.new_id()}",
        template="deletion_asked",
        user_id=account.id,
        facts={"deleted_at": due_at.isoformat()},
    )
    leaving = (account_leaving.TOPIC, AccountLeaving(user_id=account.id))
    letters = [] if account.is_anonymous else [(email_requested.TOPIC, letter)]
    owed = deps.owing.owe(call.new_id(), leaving, *letters)
    kept = deps.deletions.ask(account.id, due_at, owed)
    if kept == due_at:
        deps.owing.pay(owed)
    return LeavingView(deletion_due_at=kept)


def take_back(call: Call[Deps]) -> None:
    if call.deps.accounts.find(call.caller.user_id) is None:
        raise Unauthenticated(token_sent=True)
    call.deps.deletions.take_back(call.caller.user_id)
