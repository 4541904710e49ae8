"""All bundles, built twice where nothing is the same but the sources."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.manifest import ROOT

_SOURCES = ("functions", "shared")
_PINS = ("requirements.txt", "requirements.in")


class BuildFailed(Exception):
    """The text is what the bundler says."""


def built_twice(names: Sequence[str], place: Path) -> tuple[Path, list[str]]:
    """The folder with the zips, and the names of those that came out differently: from another
    folder, with other times and rights of files, in another time zone and order of sets."""
    first, second = place / "first", place / "second"
    _build(names, ROOT, first, seed=1)
    _build(names, _copy(place / "elsewhere"), second, seed=2)
    return first, [name for name in names if _zip(first, name) != _zip(second, name)]


def _build(names: Sequence[str], root: Path, into: Path, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.bundle", "--root", root, "--into", into, *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "TZ": f"Etc/GMT-{seed}"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BuildFailed(done.stderr)


def _copy(root: Path) -> Path:
    for folder in _SOURCES:
        unread = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, root / folder, ignore=unread)
    for file in _PINS:
        shutil.copy(ROOT / file, root)
    for module in root.rglob("*.py"):
        os.utime(module, (0, 0))
        module.chmod(0o600)
    return root


def _zip(folder: Path, name: str) -> bytes:
    return (folder / f"{name}.zip").read_bytes()
