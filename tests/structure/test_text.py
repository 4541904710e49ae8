"""Habits of the text that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

from tests.structure.test_walls import modules
from tools.manifest import ROOT

_LEFT_OUT = {"build", "__pycache__", "node_modules"}
_KINDS = {".py", ".md", ".yaml", ".yml", ".toml", ".tf", ".in", ".json", ".sh", ""}
_UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
_MACHINE = re.compile(r"(?<![\w.}])/(home|Users|root|wo" r"rk)/\w")


def files() -> list[Path]:
    return [
        file
        for file in sorted(ROOT.rglob("*"))
        if file.suffix in _KINDS
        and file.is_file()
        and not any(
            part in _LEFT_OUT or (part.startswith(".") and part != ".ci")
            for part in file.relative_to(ROOT).parts
        )
    ]


@pytest.mark.parametrize("pattern", [_UNFINISHED, _MACHINE], ids=["unfinished", "machine"])
def test_nothing_unfinished_and_no_path_of_one_machine_is_written_down(
    pattern: re.Pattern[str],
) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files()
        if (match := pattern.search(file.read_text(errors="replace")))
    ]
    assert found == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(file)
        for file in modules("functions", "shared", "tools", "bench")
        if file.name != "__init__.py"
        and not (ast.get_docstring(ast.parse((ROOT / file).read_text())) or "").strip()
    ]
    assert silent == []


def test_no_module_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    parts = [
        part for file in modules("functions", "shared", "tools", "bench") for part in file.parts
    ]
    assert not vague & {part.removesuffix(".py") for part in parts}
