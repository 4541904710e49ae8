"""Proofs by mail: asking for the letter, and what its secret allows."""

from dataclasses import replace

from shared.domain.accounts import Account
from shared.domain.errors import Conflict, Fault, Forbidden, Invalid, Unauthenticated
from shared.domain.limits import letter_asking_asks, letter_asks
from shared.domain.mail_proofs import Purpose, name_of
from shared.domain.passwords import weakness
from shared.domain.windows import Refused
from shared.events.messages.email_requested import TOPIC, EmailRequested
from shared.web.call import Call
from shared.web.rates import count

from .arriving import verification
from .schemas import PasswordReset
from .wiring import Deps

_NOBODY = "nobody"
"""Who is written to when nobody has the address: to the end it costs the same, and at the end
nothing is sent."""


def ask_for_verification(call: Call[Deps]) -> None:
    deps = call.deps
    account = deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    key = _address_to_verify(account)
    count(deps.limits, letter_asks(deps.rates, key))
    issued = deps.secrets.issue(call.new_id(), deps.now(), Purpose.VERIFY_EMAIL, account.id, key)
    owed = deps.owing.owe(call.new_id(), verification(issued))
    deps.proofs.ask(issued.proof, owed)
    deps.owing.pay(owed)


def ask_for_reset(call: Call[Deps], email: str) -> None:
    """Takes the same steps whoever has the address, and tells nobody whether somebody has. Who is
    written to often enough is not written to again, and that is not told either."""
    deps, now = call.deps, call.deps.now()
    count(deps.limits, letter_asking_asks(deps.rates, call.network))
    key = deps.email_key(email)
    if isinstance(deps.limits.reserve(letter_asks(deps.rates, key)), Refused):
        return
    found = deps.accounts.identify(key)
    user_id = _NOBODY if found is None else found.account.id
    issued = deps.secrets.issue(call.new_id(), now, Purpose.RESET_PASSWORD, user_id, key)
    changed_at = None if found is None else found.password_changed_at
    letter = EmailRequested(
        message_id=f"reset-{issued.proof.name[:32]}",
        template="password_reset",
        user_id=user_id,
        facts={"proof": issued.reference},
    )
    owed = deps.owing.owe(call.new_id(), (TOPIC, letter))
    deps.proofs.ask(replace(issued.proof, password_changed_at=changed_at), owed)
    deps.owing.pay(owed)


def reset_password(deps: Deps, body: PasswordReset) -> None:
    """A password that is too weak leaves the secret as good as it was."""
    name = name_of(body.token)
    account = deps.proofs.account_to_reset(name)
    weak = weakness(body.password, account.email)
    if weak is not None:
        raise Invalid(Fault("password", weak))
    deps.proofs.reset_password(name, deps.passwords.hash(body.password))


def _address_to_verify(account: Account) -> str:
    if account.email_key is None:
        raise Forbidden("There is no e-mail address to verify.")
    if account.is_verified:
        raise Conflict("This e-mail address is verified.")
    return account.email_key
