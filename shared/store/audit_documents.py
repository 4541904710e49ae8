"""How entries of the audit log and the ends of its chains are written in Firestore, and read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import NoneType

from shared.domain.audit import AuditEntry, Head, Link, Linked, Unreadable
from shared.store.writes import Create, Document, Path, Put, Write


def place_of(entry: AuditEntry) -> str:
    """Sorts as the moments do, and is told apart at the same moment."""
    moment = entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{moment}~{entry.id[:16]}"


def entry_fields(one: Linked) -> dict[str, object]:
    entry, link = one.entry, one.link
    return {
        "action": entry.action,
        "actor": entry.actor,
        "organization_id": entry.organization_id,
        "user_id": entry.user_id,
        "facts": dict(entry.facts),
        "occurred_at": entry.occurred_at,
        "place": place_of(entry),
        "sequence": link.sequence,
        "previous": link.previous,
        "salt": link.salt,
        "personal": link.personal,
        "hash": link.hash,
        "is_erased": one.is_erased,
    }


def linked_of(document: Document) -> Linked:
    data = document.data
    entry = AuditEntry(
        id=document.id,
        action=data["action"],
        actor=data["actor"],
        organization_id=data["organization_id"],
        occurred_at=data["occurred_at"],
        user_id=data["user_id"],
        facts=data["facts"],
    )
    link = Link(data["sequence"], data["previous"], data["salt"], data["personal"], data["hash"])
    return Linked(entry, link, data["is_erased"])


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "action": str,
    "actor": str,
    "organization_id": str,
    "user_id": (str, NoneType),
    "facts": dict,
    "occurred_at": datetime,
    "sequence": int,
    "previous": str,
    "salt": str,
    "personal": str,
    "hash": str,
    "is_erased": bool,
}


def as_it_stands(document: Document) -> Linked | Unreadable:
    """An entry, whatever somebody has made of it."""
    data = document.data
    if any(not isinstance(data.get(name), kind) for name, kind in _KINDS.items()):
        number = data["sequence"]
        return Unreadable(number if isinstance(number, int) else 0)
    one = linked_of(document)
    return replace(one, is_misplaced=data.get("place") != place_of(one.entry))


def head_of(document: Document | None) -> Head:
    return Head(document.data["sequence"], document.data["hash"]) if document else Head()


def head_write(chain: str, found: Document | None, head: Head) -> Write:
    fields = {"sequence": head.sequence, "hash": head.hash}
    if found is None:
        return Create(head_path(chain), fields)
    return Put(head_path(chain), fields, unchanged_since=found)


def entry_path(entry_id: str) -> Path:
    return ("audit", entry_id)


def head_path(chain: str) -> Path:
    return ("audit_heads", chain)
