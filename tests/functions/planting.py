"""Somebody of whom something is kept in every collection: the kept documents of each kind, made
theirs, with a mark in every field that tells where it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shared.store.database import Database
from shared.store.schemas import FIELD
from shared.store.values import decode_fields
from shared.store.writes import Put
from tests.store.kept import Kept, all_kept
from tools.infra.personal import Personal, read_personal

_ID = 36
"""Letters of one."""
_FIRST = datetime(2031, 1, 1, tzinfo=UTC)
_TYPED = {
    "workouts.state": {"name", "notes"},
    "measurements.state": {"notes"},
    "catalogue.exercises_json": {"name", "aliases", "description", "image_url"},
}
"""What is read as what it is: only these of its texts may be anything."""
_JSON = ("imports.survey", "proposals.draft")
"""None there; else they would be JSON."""
_NO_MARKS = ("place", "users.profile.volume_targets", "workouts.ledger", "measurements.ledger",
             "vector")  # fmt: skip


@dataclass
class Planted:
    """`marks`: by the place of a field, every text it may show as."""

    database: Database
    name: str
    organization: str
    marks: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def id(self) -> str:
        return f"{self.name}-id"

    @property
    def email_key(self) -> str:
        return f"{self.name}-key"

    def plant(self) -> None:
        registry = read_personal()
        for kept in all_kept():
            about = registry[kept.kind.partition("/")[0]]
            if about.is_somebodys:
                self.database.commit(Put(self._path(kept), self._fields(kept, about)))

    def _path(self, kept: Kept) -> tuple[str, ...]:
        """What lies below a document does so whichever kind it is kept as."""
        path = list(kept.path)
        for place in range(1, len(path), 2):
            path[place] = self._id_in(path[place - 1], path[place])
        return tuple(path)

    def _id_in(self, collection: str, name: str) -> str:
        fixed = {
            **dict.fromkeys(("users", "members", "report_schedules"), self.id),
            **dict.fromkeys(("orgs", "catalogue"), self.organization),
            **dict.fromkeys(("coach", "log", "private", "shelves"), name),
            "suppressed": self.email_key,
        }
        return fixed.get(collection, f"{self.name}-{collection}")

    def _fields(self, kept: Kept, about: Personal) -> dict[str, Any]:
        data = decode_fields(kept.message.fields)
        data.pop(FIELD)
        marked: dict[str, Any] = self._marked(data, kept.kind)
        named = {name: self.id for name in about.fields if name in data}
        named |= {"email_key": self.email_key} if "email_key" in data else {}
        if kept.kind == "invoices":
            named["subscription_id"] = f"{self.name}-subscriptions"
        named |= {"organization_id": self.organization} if "organization_id" in data else {}
        for name in named:
            self.marks.pop(f"{kept.kind}.{name}", None)
        if kept.kind == "catalogue":
            marked["exercises_json"] = marked["exercises_json"].replace("CREATOR", self.id)
        return {**marked, **named}

    def _marked(self, value: Any, place: str) -> Any:
        if place.endswith(_NO_MARKS) or isinstance(value, bool):
            return value
        if isinstance(value, Mapping):
            return {
                name: self._marked(one, f"{place}.{'*' if len(name) == _ID else name}")
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self._marked(one, place) for one in value]
        if isinstance(value, str) and value[:1] in ("{", "["):
            return json.dumps(self._read(json.loads(value), place))
        mark = self._mark(value, place)
        return json.dumps(mark) if place in _JSON else mark

    def _read(self, value: Any, place: str) -> Any:
        if place not in _TYPED:
            return self._marked(value, place)
        return self._marked_in(value, place, _TYPED[place])

    def _marked_in(self, value: Any, place: str, free: set[str]) -> Any:
        if isinstance(value, list):
            return [self._marked_in(one, place, free) for one in value]
        if not isinstance(value, dict):
            return value
        told = dict(value)
        for name, one in value.items():
            if name == "created_by":
                told[name] = "CREATOR"
            elif name in free:
                told[name] = self._marked(one, f"{place}.{name}")
            else:
                told[name] = self._marked_in(one, place, free)
        return told

    def _mark(self, value: Any, place: str) -> Any:
        number = next(self._numbers)
        if isinstance(value, datetime):
            at = _FIRST + timedelta(seconds=number)
            self.marks[place] = at.isoformat().replace("+00:00", "Z")
            return at
        if isinstance(value, int):
            self.marks[place] = str(7_000_000 + number)
            return 7_000_000 + number
        if isinstance(value, float):
            return value
        self.marks[place] = f"{self.name}:{place}:"
        return self.marks[place]
