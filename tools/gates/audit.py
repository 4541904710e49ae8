"""The gates that need more than this tree: `python -m tools.gates.audit BIN`.

BIN has checkov and pip-audit, of an environment of their own (requirements-gates.txt). Checkov
looks at the plan of production, offline; pip-audit asks the public list of known holes about each
pin that is deployed or builds what is, and where it cannot ask, that is a failure.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.infra.planned import planned
from tools.infra.workspace import copied, terraform
from tools.manifest import ROOT

_SKIPS = Path(__file__).parent / "checkov.yaml"
_PINS = ("requirements.txt", "requirements-dev.txt")


def main(arguments: list[str]) -> int:
    binaries = Path(arguments[0])
    failed = [
        name
        for name, gate in (("checkov", _checkov), ("pip-audit", _pip_audit))
        if name in (arguments[1:] or [name]) and not gate(binaries)
    ]
    if failed:
        print(f"not passed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _checkov(binaries: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="audit-") as place:
        file = Path(place) / "plan.json"
        folder = copied(Path(place) / "tree")
        with terraform(folder) as run:
            file.write_text(json.dumps(planned(run, "prod").shown))
        # What is skipped for one resource alone is said beside it.
        reasons = ("--repo-root-for-plan-enrichment", folder)
        return _passes(binaries / "checkov", "--config-file", _SKIPS, *reasons, "--file", file)


def _pip_audit(binaries: Path) -> bool:
    pins = [argument for file in _PINS for argument in ("--requirement", ROOT / file)]
    # Strict: a pin that could not be asked about has not been found good.
    return _passes(binaries / "pip-audit", "--strict", "--disable-pip", "--require-hashes", *pins)


def _passes(*command: str | Path) -> bool:
    return subprocess.run(command, check=False, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
