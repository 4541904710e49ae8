"""New people: with an address and a password, with Google, or with nothing at all."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.clients.proof_secrets import Issued
from shared.domain.accounts import Account
from shared.domain.errors import InvalidCredentials, Unavailable
from shared.domain.identities import Vouched
from shared.domain.limits import registration_asks
from shared.domain.mail_proofs import Purpose
from shared.domain.profiles import Profile
from shared.domain.sessions import Session
from shared.events.message import Message
from shared.events.messages.email_requested import TOPIC, EmailRequested
from shared.store.limits import Reservation
from shared.store.mail_proofs import proof_creation
from shared.store.owed import owed_creation
from shared.web.call import Call
from shared.web.rates import count

from .schemas import GoogleSignIn, Registration
from .wiring import Deps

_TRIES = 4


@dataclass(frozen=True, slots=True)
class Arrived:
    account: Account
    session: Session
    counted: Reservation | None = None
    """Among the registrations of the network."""


def registered(call: Call[Deps], body: Registration) -> Arrived:
    """Whether Pub/Sub answers or not: what is to be written to the person is owed."""
    deps, now = call.deps, call.deps.now()
    counted = count(deps.limits, registration_asks(deps.rates, call.network))
    session = Session(call.new_id(), now, now)
    key = deps.email_key(body.email)
    account = _newcomer(call, now, session, body.full_name, email=body.email, email_key=key)
    issued = deps.secrets.issue(call.new_id(), now, Purpose.VERIFY_EMAIL, account.id, key)
    owed = deps.owing.owe(call.new_id(), _welcome(account.id), verification(issued))
    password_hash = deps.passwords.hash(body.password)
    deps.accounts.add(account, password_hash, proof_creation(issued.proof), owed_creation(owed))
    deps.owing.pay(owed)
    return Arrived(account, session, counted)


def arrived_unknown(call: Call[Deps]) -> Arrived:
    """Nobody can say who it is, so it is always somebody new."""
    deps, now = call.deps, call.deps.now()
    counted = count(deps.limits, registration_asks(deps.rates, call.network))
    session = Session(call.new_id(), now, now)
    account = _newcomer(call, now, session, None, email=None, email_key=None)
    deps.accounts.add(account)
    return Arrived(account, session, counted)


def arrived_by_google(call: Call[Deps], body: GoogleSignIn) -> Arrived:
    deps, now = call.deps, call.deps.now()
    vouched = deps.google.vouched(_id_token(deps, body), body.nonce)
    if vouched.expires_at <= now:
        raise InvalidCredentials
    key, session = deps.email_key(vouched.email), Session(call.new_id(), now, now)
    counted: Reservation | None = None
    for _ in range(_TRIES):
        account = deps.identities.enter(vouched, key, session)
        if account is not None:
            return Arrived(account, session, counted)
        counted = counted or count(deps.limits, registration_asks(deps.rates, call.network))
        fresh = _newcomer(call, now, session, vouched.full_name, email=vouched.email, email_key=key)
        verified = replace(fresh, is_verified=True)
        if _joined(call, vouched, verified):
            return Arrived(verified, session, counted)
    raise Unavailable


def _joined(call: Call[Deps], vouched: Vouched, account: Account) -> bool:
    deps = call.deps
    owed = deps.owing.owe(call.new_id(), _welcome(account.id))
    joined = deps.identities.join(vouched, account, owed_creation(owed))
    if joined:
        deps.owing.pay(owed)
    return joined


def _id_token(deps: Deps, body: GoogleSignIn) -> str:
    grant = body.grant(deps.redirect_uris)
    return body.id_token or "" if grant is None else deps.google.exchanged(*grant)


def _newcomer(
    call: Call[Deps],
    now: datetime,
    session: Session,
    full_name: str | None,
    *,
    email: str | None,
    email_key: str | None,
) -> Account:
    return Account(
        id=call.new_id(),
        email=email,
        email_key=email_key,
        organization_id=call.new_id(),
        created_at=now,
        profile=Profile(full_name=full_name),
        sessions={session.id: session},
    )


def _welcome(user_id: str) -> tuple[str, Message]:
    letter = EmailRequested(
        message_id=f"welcome-{user_id}", template="welcome", user_id=user_id, facts={}
    )
    return TOPIC, letter


def verification(issued: Issued) -> tuple[str, Message]:
    letter = EmailRequested(
        message_id=f"verify-{issued.proof.name[:32]}",
        template="verify_email",
        user_id=issued.proof.user_id,
        facts={"proof": issued.reference},
    )
    return TOPIC, letter
