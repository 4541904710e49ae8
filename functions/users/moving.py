"""Another e-mail address: it counts once a letter sent there has been read."""

from dataclasses import replace

from shared.domain.errors import EmailTaken, Forbidden
from shared.domain.limits import letter_asks
from shared.domain.mail_proofs import Purpose
from shared.events.messages.email_requested import TOPIC, EmailRequested
from shared.store.accounts import Identified
from shared.web.call import Call
from shared.web.rates import count

from .proving import expect_themselves
from .schemas import EmailChange
from .wiring import Deps


def ask_for_change(call: Call[Deps], identified: Identified, body: EmailChange) -> None:
    """Two letters: a link to the new address, and word of it to the one the account has. Raises
    `EmailTaken`, and what `expect_themselves` raises."""
    deps, account, now = call.deps, identified.account, call.deps.now()
    if account.is_anonymous:
        raise Forbidden("There is no account to give an address to. Register, and merge this one.")
    expect_themselves(deps, identified, call.caller, body.password, call.network, now)
    key = deps.email_key(body.email)
    # By account, too: else anybody could ask of any address whether somebody has it.
    count(deps.limits, letter_asks(deps.rates, account.id) + letter_asks(deps.rates, key))
    if deps.accounts.has_address(key):
        raise EmailTaken
    issued = deps.secrets.issue(call.new_id(), now, Purpose.CHANGE_EMAIL, account.id, key)
    changed_at = identified.password_changed_at
    proof = replace(issued.proof, email=body.email, password_changed_at=changed_at)
    mark = proof.name[:32]
    letters = [
        _letter(f"change-{mark}", "change_email", account.id, proof=issued.reference),
        _letter(f"change-asked-{mark}", "change_asked", account.id),
    ]
    owed = deps.owing.owe(call.new_id(), *((TOPIC, letter) for letter in letters))
    deps.proofs.ask_for_change(proof, owed)
    deps.owing.pay(owed)


def _letter(message_id: str, template: str, user_id: str, **facts: str) -> EmailRequested:
    return EmailRequested(
        message_id=message_id, template=template, user_id=user_id, facts={**facts}
    )
