"""Event function `emails`: writes the letters that were asked for, and sends each once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.proof_secrets import live_proof_secrets
from shared.clients.resend import Letter, NotAccepted, Rejected, live_resend
from shared.clock import utc_now
from shared.domain.errors import Unavailable
from shared.events.inbox import Delivery, Inbox
from shared.live_inbox import live_reception
from shared.once import once
from shared.settings import Mail, load
from shared.store.accounts import live_accounts
from shared.store.database import live_database
from shared.store.emails import Claim, Fate, FirestoreEmails
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.suppressions import FirestoreSuppressions

from .letters import write
from .recipients import Nobody, Recipient, Recipients
from .schemas import WritableLetter

_KEY_LASTS = timedelta(hours=23)
"""How long after the first try another one cannot send twice: the provider remembers its keys for
a day, and clocks differ."""


class Post(Protocol):
    def send(self, letter: Letter, key: str) -> str: ...


@dataclass(frozen=True)
class Deps:
    recipients: Recipients
    emails: FirestoreEmails
    post: Post
    frontend_url: str
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    database = live_database()
    return Deps(
        recipients=Recipients(
            accounts=live_accounts(),
            proofs=FirestoreMailProofs(database),
            secrets=live_proof_secrets(),
            suppressions=FirestoreSuppressions(database, utc_now),
            now=utc_now,
        ),
        emails=FirestoreEmails(database, utc_now),
        post=live_resend(),
        frontend_url=load(Mail).frontend_url,
        now=utc_now,
    )


def handle(delivery: Delivery[Deps], asked: WritableLetter) -> None:
    """Raises what has the request come again: nobody can say yet what became of the letter."""
    deps = delivery.deps
    claim = deps.emails.claim(asked.message_id, asked.template, asked.user_id)
    if claim.fate is not Fate.OPEN:
        return
    if deps.now() - claim.first_tried_at > _KEY_LASTS:
        _settle(deps, claim, Fate.UNCERTAIN, reason="tried_too_long_ago")
        return
    try:
        recipient = deps.recipients.of(asked)
    except Nobody as nobody:
        _settle(deps, claim, Fate.DROPPED, reason=str(nobody))
    else:
        _send(deps, claim, asked, recipient)


def _send(deps: Deps, claim: Claim, asked: WritableLetter, recipient: Recipient) -> None:
    facts = {**asked.facts, "token": recipient.secret}
    written = write(asked.template, facts, recipient.reader, deps.frontend_url)
    letter = Letter(recipient.address, written.subject, written.text, written.html, asked.template)
    try:
        provider_id = deps.post.send(letter, key=claim.message_id)
    except NotAccepted as error:
        deps.emails.release(claim)
        raise Unavailable from error
    except Rejected as error:
        _settle(deps, claim, Fate.FAILED, reason=str(error))
    else:
        _settle(deps, claim, Fate.SENT, provider_id=provider_id)


def _settle(
    deps: Deps, claim: Claim, fate: Fate, *, reason: str = "", provider_id: str = ""
) -> None:
    deps.emails.settle(claim, fate, reason=reason, provider_id=provider_id)
    log.event(
        "WARNING" if fate in (Fate.FAILED, Fate.UNCERTAIN) else "INFO",
        "letter",
        template=claim.template,
        fate=fate,
        reason=reason,
        user=log.pseudonym(claim.user_id),
    )


inbox = Inbox("emails", WritableLetter, handle, live_deps, live_reception)


@functions_framework.http
def emails(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
