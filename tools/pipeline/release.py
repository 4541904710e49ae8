"""A release: everything that Terraform reads, and the contract that what it deploys must show.

Applied again it makes the system what it was, because nothing of it is looked up elsewhere: not the
bundles, not the manifests, not the infrastructure around them.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bundle import write

_CONTRACT = "functions/health/openapi.json"
_MADE = (".terraform", "plan", "plan.json")
"""What Terraform leaves in the folder."""


class NoBundle(Exception):
    """There is a manifest and no bundle: `make bundle` comes first."""


@dataclass(frozen=True, slots=True)
class Release:
    content: bytes
    """A zip."""

    @property
    def name(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def packed(root: Path, place: Path) -> Release:
    """Of the tree at `root`; the same tree gives the same release. `place` is a file to make.
    Raises `NoBundle`."""
    files = {file.relative_to(root).as_posix(): file.read_bytes() for file in _files(root)}
    write(dict(sorted(files.items())), place)
    return Release(place.read_bytes())


def unpacked(release: Release, folder: Path) -> Path:
    """The root of the tree it was made of."""
    with zipfile.ZipFile(io.BytesIO(release.content)) as archive:
        archive.extractall(folder)
    return folder


def _files(root: Path) -> Iterator[Path]:
    infra = root / "infra"
    for file in infra.rglob("*"):
        made = file.relative_to(infra).parts[0] in _MADE or ".tfstate" in file.name
        if file.is_file() and not made and not file.name.endswith("_override.tf"):
            yield file
    for manifest in root.glob("functions/*/function.yaml"):
        yield manifest
        bundle = root / "build" / f"{manifest.parent.name}.zip"
        if not bundle.is_file():
            raise NoBundle(f"{manifest.parent.name} has no bundle: make bundle")
        yield bundle
    if (root / _CONTRACT).is_file():
        yield root / _CONTRACT
