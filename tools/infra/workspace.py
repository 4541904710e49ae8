"""A copy of `infra/` and of what it reads, in which Terraform may plan and apply as it likes."""

import shutil
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.infra.serving import served
from tools.infra.terraform import Terraform, find
from tools.manifest import ROOT

_LEFT = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "*.tfstate*", "*_override.tf")
_LOCAL = 'terraform {\n  backend "local" {}\n}\n'


def copied(target: Path, functions: Collection[str] = (), root: Path = ROOT) -> Path:
    """`infra/` below `target`, beside the manifests of these functions (of all without any) and
    bundles that hold nothing. State lies in a file."""
    shutil.copytree(root / "infra", target / "infra", ignore=_LEFT)
    (target / "infra" / "backend_override.tf").write_text(_LOCAL)
    for manifest in (root / "functions").glob("*/function.yaml"):
        if functions and manifest.parent.name not in functions:
            continue
        place = target / manifest.relative_to(root)
        place.parent.mkdir(parents=True)
        shutil.copy(manifest, place)
        bundle = target / "build" / f"{place.parent.name}.zip"
        bundle.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(bundle, "w") as archive:
            archive.writestr("main.py", place.parent.name)
    return target / "infra"


@contextmanager
def terraform(folder: Path) -> Iterator[Terraform]:
    """Initialised, over the provider that knows no cloud. Raises `NoTerraform`."""
    with served() as reattached:
        run = Terraform(find(), folder, reattached)
        begun = run("init", "-no-color")
        if begun.returncode:
            raise RuntimeError(begun.stdout + begun.stderr)
        yield run
