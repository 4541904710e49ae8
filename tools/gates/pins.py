"""What is installed is pinned with its hashes, and no pin is one that is known to be bad."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

_BLOCK = re.compile(r"^([^-\s].*)\n((?:[ \t]+\S.*\n)*)", re.MULTILINE)
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)")
_KNOWN_BAD = Path(__file__).parent / "known_bad.yaml"


def faults(root: Path) -> list[str]:
    """A sentence for each."""
    found = []
    for asked in sorted((*root.glob("*.in"), *root.glob("bench/peers/*.in"))):
        compiled = asked.with_suffix(".txt")
        name = compiled.relative_to(root).as_posix()
        if not compiled.is_file():
            found.append(f"{name} is missing: make lock")
            continue
        text = compiled.read_text()
        found += [f"{name}: {one} asks elsewhere" for one in re.findall(r"^-\S+", text, re.M)]
        pins = dict(_pins(text))
        found += [f"{name}: {one} has no hash" for one, (_, hashed) in pins.items() if not hashed]
        found += [f"{name}: {one}" for one in _unpinned(asked, pins)]
        found += [f"{name}: {one}" for one in _bad(pins)]
    return [*found, *_installed_anyhow(root)]


def _installed_anyhow(root: Path) -> Iterator[str]:
    """A pin is of use only to who asks for its hash."""
    for file in (root / "Makefile", root / "cloudbuild.yaml", *root.glob("tools/**/*.sh")):
        lines = file.read_text().splitlines() if file.is_file() else []
        for number, line in enumerate(lines, 1):
            if "pip install" in line and "--require-hashes" not in line:
                yield f"{file.relative_to(root)}:{number} installs what it does not hold to hashes"


def _pins(text: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Name -> version, empty when there is none, and whether it has a hash."""
    code = "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("#"))
    for head, below in _BLOCK.findall(code):
        pin = _PIN.match(head)
        name = re.split(r"[^A-Za-z0-9._-]", head)[0]
        yield canonicalize_name(name), (pin[2] if pin else "", "--hash=sha256:" in head + below)


def _unpinned(asked: Path, pins: Mapping[str, tuple[str, bool]]) -> Iterator[str]:
    for line in asked.read_text().splitlines():
        wanted = line.partition("#")[0].strip()
        if wanted and not wanted.startswith("-"):
            needed = canonicalize_name(Requirement(wanted).name)
            if needed not in pins:
                yield f"{needed} is not pinned: make lock"
    for name, (version, _) in pins.items():
        if not version:
            yield f"{name} is not pinned to one version"


def _bad(pins: Mapping[str, tuple[str, bool]]) -> Iterator[str]:
    listed: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_KNOWN_BAD.read_text())
    for name, versions in listed.items():
        pinned = pins.get(name, ("", True))[0]
        for specifier, why in versions.items():
            if pinned and pinned in SpecifierSet(specifier):
                yield f"{name} {pinned} is bad: {why}"
