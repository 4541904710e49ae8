"""Where the time goes while a function's modules are imported, told by package."""

import re
import subprocess
import sys
from collections import Counter
from typing import Any

from bench.serving import ROOT

MOST = 14
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
# Packages that are many under one name are told apart one step further down.
_SHARED_NAMES = {"google": 2, "google.cloud": 3, "shared": 2}


def heaviest(name: str) -> list[dict[str, Any]]:
    """Milliseconds by package, what the server itself imports left out; the most costly first."""
    served = "import functions_framework._cli, gunicorn.app.base, gunicorn.workers.gthread"
    spent = _spent(f"{served}; import functions.{name}.main")
    spent.subtract(_spent(served))
    rows = [
        {"package": package, "ms": round(micros / 1000, 1)}
        for package, micros in spent.most_common(MOST)
    ]
    return [*rows, {"package": "all", "ms": round(spent.total() / 1000, 1)}]


def _spent(code: str) -> Counter[str]:
    """Microseconds of each package's own code, without what it imports."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    spent: Counter[str] = Counter()
    for micros, module in _LINE.findall(ran.stderr):
        spent[_package(module)] += int(micros)
    return spent


def _package(module: str) -> str:
    steps = 1
    while (wanted := _SHARED_NAMES.get(".".join(module.split(".")[:steps]))) and wanted > steps:
        steps = wanted
    return ".".join(module.split(".")[:steps])
