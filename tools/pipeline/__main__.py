"""One step of a deployment: `python -m tools.pipeline plan --environment prod --project …`.

`plan` holds the plan to our policies, `apply` applies it, `smoke` asks what is deployed, `settle`
keeps the release as the last good one or, when a step before failed, applies the last good one
again and ends with 1. `rollback` does the latter at once, for an operator.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.infra.terraform import NoTerraform
from tools.manifest import ROOT, read_all
from tools.pipeline.deploying import Deployment, Refused
from tools.pipeline.release import NoBundle
from tools.pipeline.releases import Releases
from tools.pipeline.terraforming import Failed, opened_with
from tools.smoke.asking import Addresses, faults, until_well

_PATIENCE_SECONDS = 180.0


def main(arguments: list[str]) -> int:
    options = read(arguments)
    deployment = _deployment(options)
    steps: Mapping[str, Callable[[], object]] = {
        "plan": lambda: deployment.plan([one for one in options.losing.split(",") if one]),
        "apply": deployment.apply,
        "smoke": deployment.smoke,
        "settle": deployment.settle,
        "rollback": lambda: print(deployment.go_back()),
    }
    try:
        steps[options.step]()
    except (Refused, Failed, NoBundle, NoTerraform) as why:
        print(why, file=sys.stderr)
        return 1
    return 0


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.pipeline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=["plan", "apply", "smoke", "settle", "rollback"])
    parser.add_argument("--environment", required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("--commit", default="", help="told with the release that is kept")
    parser.add_argument(
        "--losing",
        default="",
        metavar="ADDRESSES",
        help="what the plan may delete although it holds something, with commas between",
    )
    return parser.parse_args(arguments)


def _deployment(options: argparse.Namespace) -> Deployment:
    # Half a second of importing, and credentials, that `--help` is spared.
    from google.cloud import storage

    state_bucket = f"{options.project}-terraform"
    return Deployment(
        root=ROOT,
        environment=options.environment,
        commit=options.commit,
        open=opened_with(state_bucket),
        releases=Releases(storage.Client(options.project).bucket(state_bucket)),
        look=_look,
    )


def _look(addresses: Addresses, root: Path) -> list[str]:
    return until_well(lambda: faults(addresses, read_all(root), root), _PATIENCE_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
