"""What must hold before anything else is looked at: `python -m tools.gates [FOLDER]`.

Pins with their hashes, none of them known to be bad; nothing secret written down. Needs no network.
Ends with 1 and a sentence for each fault.
"""

import sys
from pathlib import Path

from tools.gates import pins, secrets
from tools.manifest import ROOT


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else ROOT
    found = [*pins.faults(root), *secrets.faults(root)]
    for sentence in found:
        print(sentence, file=sys.stderr)
    print(f"gates: {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
