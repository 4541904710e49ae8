"""What seeding would change: the facts of the files against the facts that are stored."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

Facts = Mapping[str, object]

_EDITED = "edited since it was seeded; --force writes over it"


class Verdict(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"
    KEPT = "kept"
    """Left as it is although the files say otherwise; the differences say why."""


@dataclass(frozen=True)
class Wanted:
    id: str
    name: str
    facts: Facts


@dataclass(frozen=True)
class Stored:
    id: str
    name: str
    facts: Facts
    fingerprint: str | None
    """Of the facts as last seeded. None: made, or written over, by somebody else."""

    @property
    def is_as_seeded(self) -> bool:
        return self.fingerprint == fingerprint(self.facts)

    @property
    def is_here_by_seeding(self) -> bool:
        return self.fingerprint is not None and self.facts.get("standing") != "ARCHIVED"


@dataclass(frozen=True)
class Change:
    id: str
    name: str
    verdict: Verdict
    differences: tuple[str, ...] = ()


def fingerprint(facts: Facts) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def plan_changes(
    stored: Mapping[str, Stored], wanted: Sequence[Wanted], *, force: bool = False
) -> tuple[Change, ...]:
    """One change for each wanted, in their order, then one for each that was seeded and is in
    the files no longer. What was edited since it was seeded is kept, unless forced. What was
    never seeded is none of our business."""
    ids = {one.id for one in wanted}
    left = [one for one in stored.values() if one.id not in ids and one.is_here_by_seeding]
    arriving = [_arriving(stored.get(one.id), one, force) for one in wanted]
    return (*arriving, *(_leaving(one, force) for one in left))


def _arriving(stored: Stored | None, wanted: Wanted, force: bool) -> Change:
    if stored is None:
        return Change(wanted.id, wanted.name, Verdict.ADDED)
    found = tuple(differences(stored.facts, wanted.facts))
    if not found:
        return Change(wanted.id, wanted.name, Verdict.UNCHANGED)
    return _unless_edited(stored, Change(stored.id, wanted.name, Verdict.CHANGED, found), force)


def _leaving(stored: Stored, force: bool) -> Change:
    leaving = Change(stored.id, stored.name, Verdict.ARCHIVED, ("left the files",))
    return _unless_edited(stored, leaving, force)


def _unless_edited(stored: Stored, change: Change, force: bool) -> Change:
    if force or stored.is_as_seeded:
        return change
    return replace(change, verdict=Verdict.KEPT, differences=(_EDITED, *change.differences))


def differences(before: object, after: object, path: str = "") -> Iterator[str]:
    """Lines like `contributions.GLUTES: 0.75 -> 1.0` and `aliases: -BB Squat +Squats`."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name), after.get(name), f"{path}.{name}".strip("."))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, path)
    else:
        yield f"{path}: {_shown(before)} -> {_shown(after)}"


def _in_lists(before: list[object], after: list[object], path: str) -> Iterator[str]:
    if any(isinstance(item, Mapping) for item in (*before, *after)):
        for at, (old, new) in enumerate(zip_longest(before, after)):
            yield from differences(old, new, f"{path}.{at}")
        return
    gone = _surplus(before, after)
    come = _surplus(after, before)
    told = [*(f"-{item}" for item in gone), *(f"+{item}" for item in come)]
    yield f"{path}: {' '.join(told) or 'in another order'}"


def _surplus(items: Iterable[object], others: Iterable[object]) -> list[object]:
    return list((Counter(items) - Counter(others)).elements())


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("exercise") or dict(value))
    return str(value) if value != "" else "empty"
