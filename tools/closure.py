"""What a function's code reaches by its imports: files of ours, and modules of libraries."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

_OURS = ("shared", "functions", "tools", "tests", "bench")


class OutOfBounds(Exception):
    """Code of a function reaches for what is not deployed with it."""


@dataclass(frozen=True, slots=True)
class Closure:
    files: frozenset[PurePosixPath]
    """Relative to the project, with the `__init__.py` of every package on the way."""
    libraries: frozenset[str]
    """Dotted names as imported, without the standard library."""


def closure_of(name: str, root: Path) -> Closure:
    """Follows imports wherever they stand in a module, from the function's `main.py`. An import
    by a computed name is not seen."""
    waiting = [PurePosixPath("functions", name, "main.py")]
    files: set[PurePosixPath] = set()
    names: set[str] = set()
    libraries: set[str] = set()
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        for imported in imports_of(file, root):
            if imported in names:
                continue
            names.add(imported)
            first = imported.split(".")[0]
            if first in _OURS:
                _expect_inside(imported, name, file)
                waiting.extend(_files_of(imported, name, root))
            elif first not in sys.stdlib_module_names:
                libraries.add(imported)
    return Closure(frozenset(files), frozenset(libraries))


def imports_of(file: PurePosixPath, root: Path) -> tuple[str, ...]:
    """Dotted names, absolute. Of `from a import b` both `a` and `a.b`, as `b` may be a module."""
    return _imports_in((root / file).read_bytes(), file.parent.parts)


@cache
def _imports_in(source: bytes, package: tuple[str, ...]) -> tuple[str, ...]:
    """Most functions reach the same files, and reading one as Python is what takes time."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join((*above, *([node.module] if node.module else [])))
            found += (module, *(f"{module}.{alias.name}" for alias in node.names))
    return tuple(found)


def _files_of(imported: str, name: str, root: Path) -> Iterator[PurePosixPath]:
    """The module's file and those of the packages it is in; nothing for a name in a module."""
    parts = imported.split(".")
    for length in range(1, len(parts) + 1):
        path = PurePosixPath(*parts[:length])
        # In its bundle the function's folder is the root, and no package.
        is_own_folder = path.parts in (("functions",), ("functions", name))
        for file in (path / "__init__.py", path.with_suffix(".py")):
            if not is_own_folder and (root / file).is_file():
                yield file


def _expect_inside(imported: str, name: str, file: PurePosixPath) -> None:
    own = f"functions.{name}"
    if not imported.startswith(("shared.", f"{own}.")) and imported not in ("shared", own):
        raise OutOfBounds(f"{file} imports {imported}")
