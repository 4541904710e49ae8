"""Whose each collection is, and what becomes of it: read from infra/firestore.yaml.

`read_personal()` is a row for every collection. Production code has lists of its own, which the
tests hold against these rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.infra.asking import NotServed
from tools.infra.indexes import REGISTRY

NOBODYS = "none"
PERSONS = frozenset(
    {NOBODYS, "path", "id", "address", "fields", "organization", "subscription", "inside", "hash"}
)
TREATMENTS: Mapping[str, frozenset[str]] = {
    "erasure": frozenset({"remove", "strip", "keep"}),
    "merge": frozenset({"move", "sum", "drop", "keep"}),
}
_ALONE = frozenset({"remove", "move", "sum"})
"""What needs no reason."""
NEVER = "never"

_SAID = re.compile(r"(?P<word>[a-z_]+)(?: \((?P<why>.+)\))?")
_PERSON = re.compile(r"(?P<kind>[a-z]+)(?: (?P<fields>[a-z_]+(?:, [a-z_]+)*))?")


@dataclass(frozen=True, slots=True)
class Treatment:
    word: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """What is said of one collection; nothing of how it is treated when it is nobody's."""

    collection: str
    person: str
    """One of `PERSONS`."""
    fields: tuple[str, ...] = ()
    """Those that name the person."""
    erasure: Treatment | None = None
    export: Treatment | None = None
    """`never`, or the name of the file without its end."""
    merge: Treatment | None = None

    @property
    def is_somebodys(self) -> bool:
        return self.person != NOBODYS


def read_personal(file: Path = REGISTRY) -> dict[str, Personal]:
    """By collection. Raises `NotServed`, naming the collection and what is wrong."""
    return {name: _row(name, about) for name, about in yaml.safe_load(file.read_text()).items()}


def _row(name: str, about: Mapping[str, Any]) -> Personal:
    said = _PERSON.fullmatch(about.get("person", ""))
    if said is None or said["kind"] not in PERSONS:
        raise NotServed(f"{name}: `person` says whose it is, by one of {sorted(PERSONS)}")
    fields = tuple((said["fields"] or "").split(", ")) if said["fields"] else ()
    if said["kind"] == NOBODYS:
        if about.keys() & {*TREATMENTS, "export"}:
            raise NotServed(f"{name}: what is nobody's is not exported, merged or erased")
        return Personal(name, NOBODYS)
    return Personal(
        name,
        said["kind"],
        fields,
        _treatment(name, "erasure", about),
        _export(name, about),
        _treatment(name, "merge", about),
    )


def _treatment(name: str, key: str, about: Mapping[str, Any]) -> Treatment:
    said = _said(name, key, about)
    if said.word not in TREATMENTS[key]:
        raise NotServed(f"{name}: `{key}` is one of {sorted(TREATMENTS[key])}")
    if said.word not in _ALONE and not said.why:
        raise NotServed(f"{name}: `{key}: {said.word}` says why, in parentheses")
    return said


def _export(name: str, about: Mapping[str, Any]) -> Treatment:
    said = _said(name, "export", about)
    if said.word == NEVER and not said.why:
        raise NotServed(f"{name}: `export: never` says why, in parentheses")
    return said


def _said(name: str, key: str, about: Mapping[str, Any]) -> Treatment:
    said = _SAID.fullmatch(about.get(key, ""))
    if said is None:
        raise NotServed(f"{name}: `{key}` is missing, or says nothing that can be read")
    return Treatment(said["word"], said["why"] or "")
