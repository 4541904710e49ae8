"""Clean environments, one for each distinct set of pins, kept while the pins stay what they are."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.manifest import ROOT

KEPT = ROOT / "build" / "environments"
_AT_ONCE = 2
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
# Nothing that is not pinned with its hash gets in, and nothing is built here: what the cloud
# would have to compile is seen now. `pip check` tells what the pins lack.
_STRICTLY = ("--require-hashes", "--no-deps", "--only-binary=:all:")


class InstallFailed(Exception):
    """A bundle's requirements cannot be installed. The text is what pip says."""


def install(requirements: Collection[bytes], kept: Path = KEPT) -> dict[bytes, Path]:
    """The interpreter of each. Environments of pins that nobody has any more are removed."""
    wanted = {_name(one): one for one in requirements}
    if kept.is_dir():
        for old in kept.iterdir():
            if old.name not in wanted:
                shutil.rmtree(old)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        made = list(pool.map(lambda name: _installed(kept / name, wanted[name]), sorted(wanted)))
    return dict(zip((wanted[name] for name in sorted(wanted)), made, strict=True))


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
    python = folder / "bin" / "python"
    done = folder / "requirements.txt"
    if done.exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", folder)
    pending = folder / "pending.txt"
    pending.write_bytes(requirements)
    _run(python, *_INSTALL, *_STRICTLY, "-r", pending)
    _run(python, "-m", "pip", "--disable-pip-version-check", "check")
    pending.rename(done)
    return python


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise InstallFailed((done.stdout + done.stderr).strip())
