"""Somebody of whom there is something in every collection, as the product wrote it once."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from functions.erasure import main as erasure
from functions.erasure.files import Files
from shared.clients.storage import Storage, connect
from shared.domain.audit import AuditEntry
from shared.events.inbox import Delivery
from shared.events.messages.account_leaving import AccountLeaving
from shared.store.account_documents import user_path
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.erasing.homes import Homes
from shared.store.erasing.leavers import FirestoreLeavers
from shared.store.erasing.paying import Paying
from shared.store.erasing.sweep import Sweep
from shared.store.guards import tombstone_path
from shared.store.values import decode_fields
from shared.store.writes import Merge, Put
from tests.functions.filing import Held
from tests.people import People, Person, now
from tests.store.kept import Kept, all_kept
from tools.local.buckets import ensure_buckets
from tools.local.testing import StartedEmulators
from tools.operate.scan_person import named, whole

MADE_WITH_THE_PERSON = {
    "users", "orgs", "members", "audit", "audit_heads", "email_index", "private",
}  # fmt: skip


@dataclass
class Cancelled:
    """The payment provider, as far as it is asked here."""

    ids: list[str] = field(default_factory=list)

    def cancel(self, subscription_id: str) -> None:
        self.ids.append(subscription_id)


@dataclass
class House:
    """The erasing function over one database and two buckets."""

    database: Database
    people: People
    bucket: str
    seconds: float = 60.0
    rest: timedelta = timedelta(0)
    provider: Cancelled = field(default_factory=Cancelled)
    outbox: Held = field(default_factory=Held)
    leavers: Callable[..., FirestoreLeavers] = FirestoreLeavers

    def deps(self) -> erasure.Deps:
        leavers = self.leavers(self.database, self.people.accounts, now)
        provider: Any = self.provider
        return erasure.Deps(
            leavers,
            Homes(self.database, leavers),
            Sweep(self.database, leavers),
            Files(self.storage, self.bucket, self.bucket),
            Paying(self.database),
            provider,
            self.outbox,
            now,
            self.rest,
            self.seconds,
        )

    @property
    def storage(self) -> Storage:
        return connect("tests")

    def deliver(self, person: Person) -> None:
        erasure.handle(Delivery(self.deps(), "1", {}), AccountLeaving(user_id=person.user_id))

    def due(self, person: Person) -> None:
        fields: dict[tuple[str, ...], object] = {("deletion_due_at",): now()}
        self.database.commit(Merge(user_path(person.user_id), fields, must_exist=True))

    def erase(self, person: Person) -> None:
        self.due(person)
        self.deliver(person)

    def is_proven(self, person: Person) -> bool:
        """By the function itself, and the account is gone."""
        stone = self.database.get(tombstone_path(person.user_id))
        account = self.database.get(user_path(person.user_id))
        return account is None and stone is not None and stone.data["state"] == "PROVEN"

    def of(self, person: Person, key: str | None = None) -> list[str]:
        """Where the person is named, anywhere."""
        words = [person.user_id, *([key] if key else [])]
        found = (named(one, words) for one in whole(self.database))
        return sorted(place for place in found if place)

    def contents(self, person: Person) -> dict[str, bytes]:
        """All documents that name the person or are of their organisation, as they stand."""
        return {
            "/".join(one.path): one.raw.SerializeToString(deterministic=True)
            for one in whole(self.database)
            if named(one, [person.user_id, person.organization_id])
        }


def emptied_house(database: Database, project: str, emulators: StartedEmulators) -> House:
    """With a bucket of its own."""
    assert emulators.storage
    bucket = f"{project}-files"
    ensure_buckets("tests", bucket)
    return House(database, People(database), bucket)


def email_key(database: Database, person: Person) -> str:
    account = database.get(user_path(person.user_id))
    assert account is not None
    return str(account.data["email_key"])


def furnish(database: Database, person: Person) -> set[str]:
    """Something of every collection; which they are."""
    key = email_key(database, person)
    planted: set[str] = set()
    for kept in all_kept():
        collection = kept.path[-2]
        if collection in MADE_WITH_THE_PERSON:
            continue
        path = _placed(kept, person, key)
        fields = decode_fields(kept.message.fields)
        fields.pop("schema", None)
        database.commit(Put(path, _named(collection, fields, person, key)))
        planted.add(collection)
    entry = AuditEntry(
        f"{person.user_id[::-1]}-late", "ROLE_CHANGED", person.user_id, person.organization_id,
        now(), person.user_id, {"by": person.user_id},
    )  # fmt: skip
    FirestoreAudit(database).append(entry)
    return planted | MADE_WITH_THE_PERSON


def _placed(kept: Kept, person: Person, key: str) -> tuple[str, ...]:
    root, name, *rest = kept.path
    mine = f"{person.user_id[:8]}{name[8:]}"
    match root:
        case "users" | "report_schedules":
            name = person.user_id
        case "orgs" | "catalogue":
            name = person.organization_id
        case "suppressed":
            name = key
        case "subscriptions":
            name = f"{person.user_id[:8]}-sub"
        case "limits" | "templates" | "coach_spend" | "used_tokens" | "shelves":
            pass
        case _:
            name = mine
    return (root, name, *rest)


def _named(collection: str, fields: dict[str, Any], person: Person, key: str) -> dict[str, Any]:
    subscription = f"{person.user_id[:8]}-sub"
    theirs = {
        **dict.fromkeys(("user_id", "invited_by", "owner_id", "into"), person.user_id),
        **dict.fromkeys(("subscription_id", "object_id"), subscription),
        "email_key": key,
        "organization_id": person.organization_id,
    }
    if collection == "templates":
        return fields
    named = fields | {name: value for name, value in theirs.items() if name in fields}
    return named | _worded(collection, fields, person)


def _worded(collection: str, fields: dict[str, Any], person: Person) -> dict[str, Any]:
    """Where they are named by other words."""
    user_id, told = person.user_id, fields.get("announcements", [])
    made = fields.get("exercises_json", "").replace("somebody", user_id)
    words: dict[str, dict[str, Any]] = {
        "text_embeddings": {"owner": user_id},
        "idempotency": {"owner": user_id},
        "exercise_embeddings": {"owner": person.organization_id},
        "parked": {"data": user_id.encode()},
        "owed": {"messages": [{"topic": "t", "message": json.dumps({"user_id": user_id})}]},
        "catalogue": {"exercises_json": made},
        "webhook_events": {"announcements": [{**one, "user_id": user_id} for one in told]},
    }
    return words.get(collection, {})
