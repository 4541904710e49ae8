"""`python -m tools.seed`: bring the catalogue and the templates to what the files say."""

import argparse
import sys
from collections.abc import Sequence

from shared.clock import utc_now
from shared.domain.errors import Unavailable
from shared.settings import MissingSetting
from shared.store.catalogue import live_catalogue
from shared.store.database import Changed, Exists
from shared.store.programs import live_programs
from tools.seed.load import Seeder
from tools.seed.reading import Flaw
from tools.seed.telling import told


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.seed", description=__doc__)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, write nothing"
    )
    parser.add_argument("--force", action="store_true", help="write over edits made since")
    options = parser.parse_args(arguments)
    try:
        seeder = Seeder(live_catalogue(), live_programs(), utc_now(), force=options.force)
        report = seeder.seed(dry_run=options.dry_run)
    except (Flaw, MissingSetting, Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    except (Changed, Exists):
        print("Somebody else wrote meanwhile. Run it again.", file=sys.stderr)
        return 1
    for line in told(report, dry_run=options.dry_run):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
