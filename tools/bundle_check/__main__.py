"""Bundles as production takes them: `python -m tools.bundle_check [names…]`.

Each is built twice in different folders, installed from its own requirements into an environment of
its own, served by functions-framework under gunicorn, and asked once. Sizes and starts are printed
and held to `budget.yaml`; ends with 1 when a bundle is not as it should be.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.bundle_check.building import BuildFailed
from tools.bundle_check.checking import Checked, check
from tools.bundle_check.environments import InstallFailed
from tools.bundle_check.serving import NoStart
from tools.local.processes import StartFailed
from tools.manifest import read_all

ROUNDS = 3


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.bundle_check",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = sorted(read_all())
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(known)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="starts of each")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="bundles-") as place:
            checked = check(options.names or known, Path(place), options.rounds)
    except (BuildFailed, InstallFailed, NoStart, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    print(_table(checked))
    faults = [fault for one in checked for fault in one.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _table(checked: Sequence[Checked]) -> str:
    head = f"{'bundle':24}   KiB  pins  MiB installed  starts in hellos  asked"
    rows = [
        f"{one.name:24}{one.kib:6.0f}{one.pins:6}{one.installed_mib:15.0f}"
        f"{one.hellos:17.2f}{one.status:7}"
        for one in checked
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
