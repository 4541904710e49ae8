"""Clean environments, one for each distinct set of pins, kept while somebody uses them."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.manifest import ROOT

KEPT = ROOT / "build" / "environments"
_AT_ONCE = 2
_WEEK_SECONDS = 7 * 24 * 3_600
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
# Nothing that is not pinned with its hash gets in, and nothing is built here: what the cloud
# would have to compile is seen now. `pip check` tells what the pins lack.
_STRICTLY = ("--require-hashes", "--no-deps", "--only-binary=:all:")


class InstallFailed(Exception):
    """A bundle's requirements cannot be installed. The text is what pip says."""


def install(requirements: Collection[bytes], kept: Path = KEPT) -> dict[bytes, Path]:
    """The interpreter of each. What nobody has used for a week is removed."""
    kept.mkdir(parents=True, exist_ok=True)
    wanted = sorted(requirements)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        made = list(pool.map(lambda one: _installed(kept / _name(one), one), wanted))
    _remove_old(kept)
    return dict(zip(wanted, made, strict=True))


def size_of(python: Path) -> int:
    """Bytes of the libraries, without what comes with any environment."""
    libraries = next(python.parents[1].glob("lib/python*/site-packages"))
    return sum(
        file.stat().st_size
        for file in libraries.rglob("*")
        if file.is_file() and file.relative_to(libraries).parts[0].split("-")[0] not in _BROUGHT
    )


_BROUGHT = ("pip", "setuptools", "_distutils_hack")


def _name(requirements: bytes) -> str:
    return hashlib.sha256(requirements).hexdigest()[:16]


def _installed(folder: Path, requirements: bytes) -> Path:
    python, done = folder / "bin" / "python", folder / "requirements.txt"
    with folder.with_suffix(".lock").open("w") as lock:
        # Somebody else may be trying bundles of the same pins.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _run(sys.executable, "-m", "venv", folder)
            pending = folder / "pending.txt"
            pending.write_bytes(requirements)
            _run(python, *_INSTALL, *_STRICTLY, "-r", pending)
            _run(python, "-m", "pip", "--disable-pip-version-check", "check")
            pending.rename(done)
        done.touch()
    return python


def _remove_old(kept: Path) -> None:
    for used in kept.glob("*/requirements.txt"):
        if time.time() - used.stat().st_mtime > _WEEK_SECONDS:
            shutil.rmtree(used.parent)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise InstallFailed((done.stdout + done.stderr).strip())
