"""A copy of the tree in which mistakes are made, and the checks of CI run over it."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.gates.__main__ import main as gates
from tools.manifest import ROOT

_LEFT = shutil.ignore_patterns(
    ".git", ".venv", ".local", "build", "__pycache__", ".*_cache", ".hypothesis", ".terraform"
)
RUFFLED = "tools/wrong.py"
"""Where the mistakes are that ruff finds: nobody imports it."""


@dataclass(frozen=True, slots=True)
class Mistake:
    what: str
    file: str
    right: str
    """What stands there; empty: the mistake is added at the end, of a new file perhaps."""
    wrong: str
    said: str
    """The words by which the check tells of it."""


def read_mistakes() -> Mapping[str, list[Mistake]]:
    """By the check that finds them. A test that fails is said so; one that cannot even run is not
    found out."""
    listed = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text())
    before = {"tests": "FAILED tests/structure/"}
    return {
        check: [
            Mistake(
                what=one["what"],
                file=one["file"],
                right=one.get("right", ""),
                wrong="".join(one["wrong"]),
                said=before.get(check, "") + one["said"],
            )
            for one in found
        ]
        for check, found in listed.items()
    }


def mistaken(place: Path, mistakes: list[Mistake]) -> Path:
    """The copy with all of them in it."""
    tree = place / "tree"
    shutil.copytree(ROOT, tree, ignore=_LEFT)
    for one in mistakes:
        file = tree / one.file
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text() if file.exists() else ""
        assert one.right in text, (one.what, one.right)
        changed = text.replace(one.right, one.wrong, 1) if one.right else text + one.wrong
        file.write_text(changed)
    return tree


def said_by_gates(tree: Path) -> str:
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        gates([str(tree)])
    return said.getvalue()


def said_by_ruff(tree: Path, *files: str) -> str:
    return _said(tree, "-m", "ruff", "check", "--no-cache", "--output-format=concise", *files)


def said_by_tests(tree: Path, *chosen: str) -> str:
    return _said(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", *chosen)


def _said(tree: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr
