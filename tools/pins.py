"""From imported modules to the pinned distributions that bring them, with all they need."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# The machine the functions run on, so that a bundle does not depend on the one that builds it.
_TARGET = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}
_ALWAYS = "functions-framework"


class NotPinned(Exception):
    """A library is imported that `requirements.txt` does not have."""


def pins_for(modules: Iterable[str], root: Path) -> str:
    """A `requirements.txt` with hashes of what these modules need, the functions framework, and
    nothing else."""
    pinned = _pins((root / "requirements.txt").read_text())
    extras = _extras((root / "requirements.in").read_text())
    reached: set[tuple[str, str]] = set()
    for name in {_ALWAYS, *(distribution_of(module) for module in _longest(modules))}:
        _need(name, {"", *extras.get(name, ())}, reached)
    names = sorted({name for name, _ in reached})
    missing = [name for name in names if name not in pinned]
    if missing:
        raise NotPinned(f"not in requirements.txt: {', '.join(missing)}")
    return "".join(pinned[name] for name in names)


def _need(name: str, extras: Iterable[str], reached: set[tuple[str, str]]) -> None:
    for extra in extras:
        if (name, extra) in reached:
            continue
        reached.add((name, extra))
        for needed in _needs(name, extra):
            _need(canonicalize_name(needed.name), {"", *needed.extras}, reached)


@cache
def _needs(name: str, extra: str) -> tuple[Requirement, ...]:
    required = [Requirement(line) for line in distribution(name).requires or ()]
    return tuple(
        needed
        for needed in required
        if needed.marker is None or needed.marker.evaluate({**_TARGET, "extra": extra})
    )


def _pins(text: str) -> dict[str, str]:
    """Distribution -> its lines in the compiled file, without the remarks."""
    code = "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("#"))
    blocks = re.findall(r"^\S.*\n(?:[ \t]+\S.*\n)*", code, flags=re.MULTILINE)
    return {canonicalize_name(block.split("==")[0]): block for block in blocks}


def _extras(text: str) -> dict[str, set[str]]:
    """The extras that `requirements.in` asks for by name."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    asked = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(one.name): one.extras for one in asked}


def _longest(modules: Iterable[str]) -> list[str]:
    """Without the names of packages that something was imported from."""
    names = sorted(set(modules))
    return [
        name
        for name, after in zip(names, [*names[1:], ""], strict=True)
        if not after.startswith(f"{name}.")
    ]


def distribution_of(module: str) -> str:
    """Namespaces such as `google.cloud` are shared by distributions: the longest part of the
    name that is a file or a folder of one alone decides."""
    owners = _owners()
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        found = owners.get("/".join(parts[:length]), set())
        if len(found) == 1:
            return next(iter(found))
    raise NotPinned(f"no installed distribution brings {module}")


@cache
def _owners() -> Mapping[str, set[str]]:
    """Module path, such as `google/protobuf`, -> the distributions with files at or below it."""
    owners: dict[str, set[str]] = {}
    for installed in distributions():
        name = canonicalize_name(installed.metadata["Name"])
        for file in installed.files or ():
            stem = file.name.split(".")[0]
            if file.suffix not in (".py", ".so") or ".." in file.parts:
                continue
            parts = file.parts[:-1] if stem == "__init__" else (*file.parts[:-1], stem)
            for length in range(1, len(parts) + 1):
                owners.setdefault("/".join(parts[:length]), set()).add(name)
    return owners
