"""The functions as their `function.yaml` files declare them: read strictly, by every tool."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

ROOT = Path(__file__).parent.parent
KINDS = ("http", "event", "job")

_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}\Z")
_PATH = re.compile(r"(/[a-z0-9][a-z0-9._-]*)+\Z")
_TOPIC = re.compile(r"[a-z][a-z0-9-]{2,100}\Z")
_SCHEDULE = re.compile(r"[a-z][a-z0-9-]{2,100}\Z")
_CRON = re.compile(r"[0-9*/,-]+( [0-9*/,-]+){4}\Z")


class BadManifest(Exception):
    """A `function.yaml` that cannot be deployed. The text names the function and the key."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When Cloud Scheduler calls a job, and with what."""

    name: str
    """Among all schedules of the project."""
    cron: str
    time_zone: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One function. The name is its folder, its entry point and its name in the logs."""

    name: str
    kind: str
    description: str
    paths: tuple[str, ...]
    """What an HTTP function answers: each path and everything below it."""
    memory: str
    cpu: str
    timeout_seconds: int
    concurrency: int
    min_instances: int
    max_instances: int
    env: tuple[str, ...]
    secrets: tuple[str, ...]
    publishes: tuple[str, ...]
    subscribes: str | None
    """The topic of an event function."""
    roles: tuple[str, ...]
    schedules: tuple[Schedule, ...] = ()
    """Of a job; the others do not name them."""


def read_all(root: Path = ROOT) -> dict[str, Manifest]:
    """Every function below `root`, by name. Raises `BadManifest`."""
    manifests = {
        folder.name: read(folder)
        for folder in sorted((root / "functions").iterdir())
        if (folder / "function.yaml").is_file()
    }
    owners: dict[str, str] = {}
    for manifest in manifests.values():
        for path in manifest.paths:
            if path in owners:
                raise BadManifest(f"{manifest.name}: {owners[path]} answers {path} already")
            owners[path] = manifest.name
    published = {topic for manifest in manifests.values() for topic in manifest.publishes}
    for manifest in manifests.values():
        if manifest.subscribes is not None and manifest.subscribes not in published:
            raise BadManifest(f"{manifest.name}: nobody publishes {manifest.subscribes}")
    named = Counter(one.name for manifest in manifests.values() for one in manifest.schedules)
    for name, times in named.items():
        if times > 1:
            raise BadManifest(f"two schedules are named {name}")
    return manifests


def read(folder: Path) -> Manifest:
    """Raises `BadManifest`."""
    # The parser in C: a dozen times as quick, over files that every tool and test begins with.
    found = yaml.load((folder / "function.yaml").read_bytes(), yaml.CSafeLoader)
    try:
        return _checked(folder.name, found)
    except ValueError as error:
        raise BadManifest(f"{folder.name}: {error}") from None


def owner_of(path: str, manifests: Mapping[str, Manifest]) -> Manifest | None:
    """The function that answers a request path: the one with the longest prefix of it."""
    matching = [
        (len(prefix), manifest.name)
        for manifest in manifests.values()
        for prefix in manifest.paths
        if path == prefix or path.startswith(f"{prefix}/")
    ]
    return manifests[max(matching)[1]] if matching else None


def _checked(name: str, found: Any) -> Manifest:
    _expect(bool(_NAME.match(name)), "a name is small letters, digits and _")
    _expect(isinstance(found, dict), "this is not a map")
    found = {"schedules": [], **found}
    keys = {field.name for field in fields(Manifest)} - {"name"}
    _expect(not (found.keys() - keys), f"unknown: {', '.join(sorted(found.keys() - keys))}")
    _expect(not (keys - found.keys()), f"missing: {', '.join(sorted(keys - found.keys()))}")
    for key, (fits, meaning) in _RULES.items():
        _expect(fits(found[key]), f"{key} is {meaning}")
    lists = {key: tuple(value) for key, value in found.items() if isinstance(value, list)}
    lists["schedules"] = tuple(Schedule(**one) for one in found["schedules"])
    manifest = Manifest(name=name, **{**found, **lists})
    for sentence in _contradictions(manifest):
        raise ValueError(sentence)
    return manifest


def _contradictions(manifest: Manifest) -> Iterator[str]:
    if bool(manifest.paths) != (manifest.kind == "http"):
        yield "an http function has paths, and no other has"
    if bool(manifest.subscribes) != (manifest.kind == "event"):
        yield "an event function subscribes to a topic, and no other does"
    if bool(manifest.schedules) != (manifest.kind == "job"):
        yield "a job has schedules, and no other has"
    if manifest.min_instances > manifest.max_instances:
        yield "min_instances is over max_instances"
    if manifest.concurrency > 1 and float(manifest.cpu) < 1:
        yield "concurrency is 1 below one whole CPU"


def _expect(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _number(least: int, most: int) -> tuple[Callable[[Any], bool], str]:
    return (
        lambda value: type(value) is int and least <= value <= most,
        f"a whole number from {least} to {most}",
    )


def _text(pattern: str, meaning: str) -> tuple[Callable[[Any], bool], str]:
    matches = re.compile(pattern).fullmatch
    return lambda value: isinstance(value, str) and matches(value) is not None, meaning


def _texts(pattern: re.Pattern[str], meaning: str) -> tuple[Callable[[Any], bool], str]:
    def fits(value: Any) -> bool:
        return (
            isinstance(value, list)
            and all(isinstance(item, str) and pattern.match(item) for item in value)
            and len(set(value)) == len(value)
        )

    return fits, f"a list, without repeats, of {meaning}"


def _topic_or_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _TOPIC.match(value) is not None)


def _schedules(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_schedule, value))


def _is_schedule(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {field.name for field in fields(Schedule)}
        and all(isinstance(value[key], str) for key in ("name", "cron", "time_zone"))
        and _SCHEDULE.match(value["name"]) is not None
        and _CRON.match(value["cron"]) is not None
        and value["time_zone"] in _time_zones()
        and isinstance(value["body"], dict)
    )


@cache
def _time_zones() -> frozenset[str]:
    """It walks through a thousand files."""
    return frozenset(available_timezones())


_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "kind": (lambda value: value in KINDS, f"one of {', '.join(KINDS)}"),
    "description": _text(r"\S.{10,200}\.", "one sentence"),
    "paths": _texts(_PATH, "paths like /api/v1/programs"),
    "memory": _text(r"(128|256|512)Mi|(1|2|4|8)Gi", "128Mi to 8Gi, doubling"),
    "cpu": _text(r"0\.\d+|[1248]", 'text like "1"'),
    "timeout_seconds": _number(1, 540),
    "concurrency": _number(1, 1000),
    "min_instances": _number(0, 100),
    "max_instances": _number(1, 1000),
    "env": _texts(re.compile(r"[A-Z][A-Z0-9_]*\Z"), "environment variables"),
    "secrets": _texts(re.compile(r"[a-z][a-z0-9-]{2,254}\Z"), "secret ids"),
    "publishes": _texts(_TOPIC, "topics"),
    "subscribes": (_topic_or_none, "a topic or null"),
    "roles": _texts(re.compile(r"roles/[a-zA-Z]+\.[a-zA-Z]+\Z"), "roles like roles/datastore.user"),
    "schedules": (_schedules, "a list of {name, cron of five fields, time_zone, body}"),
}
