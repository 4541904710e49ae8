"""Does what is deployed serve? `python -m tools.smoke https://api.hypertroq.example`.

Asks each HTTP function once, changes nothing, and compares the contract with the one here. Given
`--outputs FILE`, what `terraform output -json` printed, it asks each function where that says.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.manifest import read_all
from tools.smoke.asking import Addresses, faults, until_well

PATIENCE_SECONDS = 120.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.smoke",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("address", nargs="?")
    given.add_argument("--outputs", type=Path)
    parser.add_argument("--patience", type=float, default=PATIENCE_SECONDS, metavar="SECONDS")
    options = parser.parse_args(arguments)
    manifests = read_all()
    if options.outputs is not None:
        addresses = addresses_of(json.loads(options.outputs.read_text()))
    else:
        addresses = dict.fromkeys(manifests, options.address.rstrip("/"))
    found = until_well(lambda: faults(addresses, manifests), options.patience)
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(f"{len(addresses)} functions known, {len(found)} faults")
    return 1 if found else 0


def addresses_of(outputs: Mapping[str, Any]) -> Addresses:
    """From what `terraform output -json` prints."""
    return {name: address.rstrip("/") for name, address in outputs["api"]["value"].items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
