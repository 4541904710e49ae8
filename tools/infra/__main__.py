"""Terraform over `infra/` without a cloud: `python -m tools.infra plan dev`.

`plan ENVIRONMENT` shows what would be made in an empty project and holds it to the policies.
`check FILE` holds a plan to them that was made elsewhere: what `terraform show -json` printed.
Both end with 1 when there is a fault.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tools.infra.planned import NoPlan, Plan, planned
from tools.infra.policies import breaches
from tools.infra.terraform import NoTerraform, Terraform
from tools.infra.workspace import copied, terraform
from tools.manifest import ROOT, read_all


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.infra",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    environments = sorted(file.stem for file in (ROOT / "infra" / "environments").iterdir())
    orders = parser.add_subparsers(dest="order", required=True)
    orders.add_parser("plan").add_argument("environment", choices=environments)
    orders.add_parser("check").add_argument("file", type=Path)
    asked = parser.parse_args(arguments)
    if asked.order == "check":
        return _checked(Plan(json.loads(asked.file.read_text()), str(asked.file)))
    try:
        with (
            tempfile.TemporaryDirectory(prefix="infra-") as folder,
            terraform(copied(Path(folder))) as run,
        ):
            return _shown(run, asked.environment)
    except (NoTerraform, NoPlan) as error:
        print(error, file=sys.stderr)
        return 1


def _shown(run: Terraform, environment: str) -> int:
    plan = planned(run, environment)
    print(run("show", "-no-color", plan.file).stdout)
    return _checked(plan)


def _checked(plan: Plan) -> int:
    found = breaches(plan, read_all())
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(f"{len(plan.resources())} resources, {len(found)} breaches of policy")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
