"""`python -m tools.operate COMMAND`: what an operator does to a running system.

Against the project of GOOGLE_CLOUD_PROJECT, as whoever is logged in with `gcloud auth
application-default login`; `make operate` does it to the local stack. `--dry-run` changes nothing.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from google.api_core.exceptions import GoogleAPICallError

from shared.domain.errors import Refusal
from shared.settings import MissingSetting
from shared.store.database import Changed, Exists
from tools.operate import (
    backfill,
    dead_letters,
    first_admin,
    restore_drill,
    rotating,
    scan_person,
    verify_audit,
)
from tools.operate.stopped import Stopped


@dataclass(frozen=True)
class Command:
    takes: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], None]
    about: str


COMMANDS = {
    "first-admin": Command(first_admin.takes, first_admin.run, "make an account an admin"),
    "rotate": Command(
        rotating.takes, rotating.run, "put a new version of a secret, retire old ones"
    ),
    "replay-dead-letters": Command(
        dead_letters.takes, dead_letters.run, "publish again what was given up"
    ),
    "restore-drill": Command(
        restore_drill.takes, restore_drill.run, "bring the database back beside itself, and compare"
    ),
    "scan-person": Command(
        scan_person.takes, scan_person.run, "look for a person in everything there is"
    ),
    "verify-audit": Command(
        verify_audit.takes,
        verify_audit.run,
        "name every place where the audit log was tampered with",
    ),
    "backfill": Command(backfill.takes, backfill.run, "write old documents in today's shape"),
}


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.operate", description=__doc__)
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        taking = chosen.add_parser(name, help=command.about, description=command.about)
        command.takes(taking)
        taking.add_argument("--dry-run", action="store_true", help="say what would be done")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        COMMANDS[options.command].run(options)
    except (Stopped, MissingSetting, Refusal, GoogleAPICallError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except (Changed, Exists):
        print("Somebody else wrote meanwhile. Run it again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
