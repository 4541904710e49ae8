"""JSON files that only their owner may read, replaced as a whole."""

import json
import os
from pathlib import Path
from typing import Any


def write_private(file: Path, content: object) -> None:
    fresh = file.with_suffix(".new")
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        json.dump(content, output, indent=1)
    fresh.replace(file)


def read_private(file: Path) -> Any:
    """None when there is no such file."""
    return json.loads(file.read_text()) if file.exists() else None
