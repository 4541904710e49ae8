"""The stand-in's objects, in a file that only its owner reads: they hold addresses."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from tools.local.lemonsqueezy import moments
from tools.local.private_files import read_private, write_private


@dataclass
class Thing:
    """One object of the API. `custom` came with the checkout: events have it, the API does not."""

    type: str
    id: str
    attributes: dict[str, Any]
    custom: dict[str, str] = field(default_factory=dict)

    def change(self, **attributes: Any) -> None:
        """Each change has a second of its own, as changes of people and banks have."""
        item = self.attributes.get("first_subscription_item") or {}
        last = max(self.attributes["updated_at"], item.get("updated_at", ""))
        moment = max(moments.now(), moments.read(last) + timedelta(seconds=1))
        self.attributes |= {**attributes, "updated_at": moments.written(moment)}

    def get(self, name: str) -> Any:
        return self.attributes[name]


class Missing(Exception):
    """There is no such object."""


class Shop:
    """Threads share it; whoever changes something holds it in `changing`."""

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, RLock()
        kept = read_private(file) or {"next_id": 10**6 + secrets.randbelow(8 * 10**6), "things": []}
        self._next_id: int = kept["next_id"]
        things = [Thing(**one) for one in kept["things"]]
        self._things = {(thing.type, thing.id): thing for thing in things}

    @contextmanager
    def changing(self) -> Iterator[None]:
        """What happens inside is kept when it ends well."""
        with self._lock:
            yield
            things = [asdict(thing) for thing in self._things.values()]
            write_private(self._file, {"next_id": self._next_id, "things": things})

    def add(
        self, kind: str, attributes: dict[str, Any], custom: dict[str, str], own_id: str = ""
    ) -> Thing:
        thing = Thing(kind, own_id or str(self.number()), attributes, custom)
        self._things[kind, thing.id] = thing
        return thing

    def number(self) -> int:
        self._next_id += 1 + secrets.randbelow(8)
        return self._next_id

    def find(self, kind: str, own_id: str) -> Thing:
        """Raises `Missing`."""
        thing = self._things.get((kind, own_id))
        if thing is None:
            raise Missing(f"{kind} {own_id}")
        return thing

    def remove(self, thing: Thing) -> None:
        self._things.pop((thing.type, thing.id), None)

    def every(self, kind: str, **attributes: Any) -> list[Thing]:
        """The oldest first."""
        with self._lock:
            things = [thing for thing in self._things.values() if thing.type == kind]
        return [
            thing
            for thing in things
            if all(thing.attributes.get(name) == value for name, value in attributes.items())
        ]
