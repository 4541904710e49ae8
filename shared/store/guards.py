"""Who is erased stays erased: what no batch may write any more, and how a batch finds out.

A tombstone says that a person, or an organisation of theirs alone, is being erased or has been. A
batch that writes something of somebody carries a delete of their tombstone under the condition that
there is none: it changes nothing, and fails the batch once there is one. So no late request, event
or job brings anything back, whatever it read before (docs/decisions/0047).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from shared.store.writes import Delete, Merge, Path, Write

COLLECTION = "tombstones"

BELOW = frozenset({"users", "orgs"})
"""What lies below a document of these is its person's or its organisation's."""
BY_ID = frozenset({"report_schedules", "catalogue"})
BY_FIELDS: Mapping[str, tuple[str, ...]] = {
    "audit": ("actor", "user_id"),
    "checkouts": ("user_id", "organization_id"),
    "email_index": ("user_id",),
    "emails": ("user_id",),
    "exercise_embeddings": ("owner",),
    "idempotency": ("owner",),
    "identities": ("user_id",),
    "invitations": ("invited_by",),
    "mail_proofs": ("user_id",),
    "merges": ("into",),
    "subscriptions": ("user_id",),
    "text_embeddings": ("owner",),
}
NOBODY = frozenset({"", "SYSTEM", "GLOBAL", "nobody"})
"""Stand where a person would, and are none. One document that all batches named would be a
bottleneck."""


def tombstone_path(owner: str) -> Path:
    """Of a person or an organisation. Nobody can tell from it whose it is."""
    return (COLLECTION, hashlib.sha256(f"tombstone\n{owner}".encode()).hexdigest())


def owners(writes: Iterable[Write]) -> list[str]:
    """Whose these are, each once."""
    found = {owner for write in writes if not isinstance(write, Delete) for owner in _of(write)}
    return sorted(found - NOBODY)


def _of(write: Write) -> Iterator[str]:
    root, path = write.path[0], write.path
    if (root in BELOW and len(path) > 2) or root in BY_ID:
        yield path[1]
    for field in BY_FIELDS.get(path[-2], ()):
        named = _field(write, field)
        if isinstance(named, str):
            yield named
    if root == "webhook_events":
        yield from _announced(write)


def _announced(write: Write) -> Iterator[str]:
    """Who is named in what is still to be told."""
    announcements = _field(write, "announcements")
    if isinstance(announcements, list):
        yield from (one["user_id"] for one in announcements if one["user_id"] is not None)


def _field(write: Write, name: str) -> object:
    if isinstance(write, Delete):
        return None
    return write.data.get((name,)) if isinstance(write, Merge) else write.data.get(name)
