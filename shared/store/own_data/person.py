"""The person: their account, how they sign in, what was written to them and noted of them."""

from collections.abc import Iterator
from fractions import Fraction

from shared.domain.audit import SYSTEM
from shared.domain.exports.own_data import Row
from shared.domain.mail_proofs import Purpose
from shared.store.own_data.reading import OwnFile, Subject, told
from shared.store.queries import Query, Where
from shared.store.writes import Document

_AT_ONCE = 300
_SOMEBODY_ELSE = "SOMEBODY_ELSE"


def _profile(subject: Subject) -> Iterator[Row]:
    data = subject.user.data
    profile = data["profile"]
    targets = {
        muscle: {name: float(Fraction(sets)) for name, sets in target.items()}
        for muscle, target in profile["volume_targets"].items()
    }
    yield {
        **told(subject.user),
        **profile,
        "volume_targets": targets,
        "active_program_id": subject.get("users", subject.id, "shelves", "programs").get(
            "active_program_id"
        ),
    }


def _sessions(subject: Subject) -> Iterator[Row]:
    for name, session in sorted(subject.user.data["sessions"].items()):
        yield {
            "id": name,
            "signed_in_at": session["signed_in_at"],
            "last_renewed_at": session["rotated_at"],
        }


def _identities(subject: Subject) -> Iterator[Row]:
    for _ in subject.theirs("identities"):
        yield {"provider": "GOOGLE"}


def _letters(subject: Subject) -> Iterator[Row]:
    return (told(one) for one in subject.theirs("emails"))


def _proofs(subject: Subject) -> Iterator[Row]:
    for one in subject.theirs("mail_proofs"):
        # Of an invitation it is somebody else's address.
        is_own = one.data["purpose"] != Purpose.JOIN_ORGANIZATION
        yield {
            "purpose": one.data["purpose"],
            "email": one.data["email"] if is_own else None,
            "expires_at": one.data["expire_at"],
        }


def _suppressed(subject: Subject) -> Iterator[Row]:
    key = subject.user.data["email_key"]
    found = subject.get("suppressed", key) if key else {}
    if found:
        yield {
            "email": subject.user.data["email"],
            "reason": found["reason"],
            "since": found["since"],
            "ends_at": found.get("expire_at"),
        }


def _audit(subject: Subject) -> Iterator[Row]:
    """What concerns them, then what they did that concerns others, whom nothing names."""
    for field in ("user_id", "actor"):
        for document in _entries(subject, field):
            data = document.data
            if field == "user_id" or data["user_id"] != subject.id:
                who = {"by": data["actor"], "about": data["user_id"]}
                hidden = {name: _named(subject, one) for name, one in who.items()}
                yield told(document, **hidden)


def _entries(subject: Subject, field: str) -> Iterator[Document]:
    where = [Where(field, "==", subject.id)]
    while True:
        found = subject.database.query(Query("audit", where, [("place", True)], _AT_ONCE))
        yield from found
        if len(found) < _AT_ONCE:
            return
        where = [Where(field, "==", subject.id), Where("place", "<", found[-1].data["place"])]


def _named(subject: Subject, who: str | None) -> str | None:
    return who if who in (None, SYSTEM, subject.id) else _SOMEBODY_ELSE


def _schedule(subject: Subject) -> Iterator[Row]:
    found = subject.get("report_schedules", subject.id)
    if found:
        yield found


def _exports(subject: Subject) -> Iterator[Row]:
    return (told(one) for one in subject.below("exports"))


FILES = (
    OwnFile(
        "profile",
        "Your account: address, name, what you said of yourself, settings.",
        ("users", "shelves"),
        ("id", "email", "is_verified", "full_name", "sex", "birth_date", "height_cm", "experience",
         "units", "time_zone", "past_zones", "volume_targets", "weekly_report_email", "role",
         "standing", "organization_id", "active_program_id", "created_at", "password_changed_at"),
        _profile,
    ),
    OwnFile(
        "sessions",
        "Where you are signed in: since when, and when that was last renewed.",
        ("users",),
        ("id", "signed_in_at", "last_renewed_at"),
        _sessions,
    ),
    OwnFile(
        "identities",
        "Other services you sign in with.",
        ("identities",),
        ("provider",),
        _identities,
    ),
    OwnFile(
        "letters",
        "E-mails sent to you, of the last 90 days: which kind, when, and what became of them.",
        ("emails",),
        ("id", "template", "fate", "reason", "provider_id", "first_tried_at"),
        _letters,
    ),
    OwnFile(
        "suppressed",
        "Why nothing is sent to your address, if so.",
        ("suppressed",),
        ("email", "reason", "since", "ends_at"),
        _suppressed,
    ),
    OwnFile(
        "proofs",
        "Links in e-mails that were asked for and not yet followed: what each is for.",
        ("mail_proofs",),
        ("purpose", "email", "expires_at"),
        _proofs,
    ),
    OwnFile(
        "audit",
        "What you did, and what was done to your account, as noted for safety.",
        ("audit",),
        ("id", "occurred_at", "action", "by", "about", "organization_id", "facts"),
        _audit,
    ),
    OwnFile(
        "report_schedule",
        "Which week is reported to you next.",
        ("report_schedules",),
        ("week", "due_at"),
        _schedule,
    ),
    OwnFile(
        "exports",
        "Files you asked for in the last day, this one among them.",
        ("exports",),
        ("id", "kind", "zone", "first", "last", "created_at", "ready_at", "size"),
        _exports,
    ),
)  # fmt: skip
