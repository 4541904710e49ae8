"""Terraform on this machine: the one on the path, or a release fetched and held to its hash."""

import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import urllib.request
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.manifest import ROOT

VERSION = "1.11.4"
_RELEASES = "https://releases.hashicorp.com/terraform"
_SHA256 = {
    "linux_amd64": "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "linux_arm64": "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
    "darwin_amd64": "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    "darwin_arm64": "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
}
_FETCH_SECONDS = 120
_RUN_SECONDS = 120
_LEAST, _TOO_NEW = (1, 11), (2, 0)
"""What `infra/versions.tf` asks for."""


class NoTerraform(Exception):
    """There is none, and none can be fetched. The text tells the way out."""


@dataclass(frozen=True)
class Terraform:
    """Runs in one folder, and hears of nothing but what it is given: no setting of the machine's,
    no credentials."""

    binary: str
    folder: Path
    reattached: str
    """Where the provider is, see `serving.py`."""

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "GOOGLE_"))}
        return subprocess.run(
            [self.binary, f"-chdir={self.folder}", *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=_RUN_SECONDS,
            env={
                **kept,
                "TF_REATTACH_PROVIDERS": self.reattached,
                "TF_CLI_CONFIG_FILE": os.devnull,
                "TF_IN_AUTOMATION": "1",
                "TF_INPUT": "0",
                "CHECKPOINT_DISABLE": "1",
                "GOGC": "800",  # A third less time for memory that it gives back at once.
            },
        )


def find(
    kept: Path = ROOT / ".local" / "terraform",
    releases: str = _RELEASES,
    known: Mapping[str, str] = _SHA256,
    here: str | None = None,
) -> str:
    """Its path. `here` is the machine as releases name it. Raises `NoTerraform`."""
    on_path = shutil.which("terraform")
    if on_path and _LEAST <= _version(on_path) < _TOO_NEW:
        return on_path
    binary = kept / VERSION / "terraform"
    if not binary.exists():
        _fetch(binary, releases, known, here or _machine())
    return str(binary)


def _version(binary: str) -> tuple[int, ...]:
    quiet = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    run = subprocess.run(
        [binary, "version"], check=False, capture_output=True, text=True, env=quiet
    )
    found = re.match(r"Terraform v(\d+)\.(\d+)", run.stdout)
    return tuple(map(int, found.groups())) if found else (0,)


def _fetch(binary: Path, releases: str, known: Mapping[str, str], here: str) -> None:
    address = f"{releases}/{VERSION}/terraform_{VERSION}_{here}.zip"
    try:
        with urllib.request.urlopen(address, timeout=_FETCH_SECONDS) as answer:
            archive = answer.read()
    except OSError as error:
        raise NoTerraform(_way_out(f"{address}: {error}")) from None
    if hashlib.sha256(archive).hexdigest() != known.get(here):
        raise NoTerraform(_way_out(f"{address} is not what was released as {VERSION}"))
    binary.parent.mkdir(parents=True, exist_ok=True)
    fresh = binary.with_name(f"terraform.{os.getpid()}")
    with zipfile.ZipFile(io.BytesIO(archive)) as content:
        fresh.write_bytes(content.read("terraform"))
    fresh.chmod(0o755)
    fresh.replace(binary)


def _machine() -> str:
    machine = platform.machine()
    processor = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    return f"{platform.system().lower()}_{processor}"


def _way_out(why: str) -> str:
    return f"Terraform is missing. Put {VERSION} or a newer 1.x on the path. ({why})"
