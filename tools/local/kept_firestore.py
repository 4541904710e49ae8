"""What Firestore held, over restarts: exported by the emulator, and given to the next one."""

import json
import shutil
import time
import urllib.request
from pathlib import Path

_NAME = "firestore_export"
_EXPORT_SECONDS = 20


def arguments(state: Path, project: str) -> tuple[str, ...]:
    """For an emulator that is to begin with the last export."""
    current = state / "firestore" / "current"
    if not current.exists():
        return ()
    seed = current.resolve() / _NAME / f"{_NAME}.overall_export_metadata"
    return (f"--seed_from_export={seed}", f"--project_id={project}")


def export(address: str, project: str, state: Path) -> None:
    """Beside the last one, which stays the current one until this one is whole."""
    folder = state.resolve() / "firestore"
    fresh = folder / f"export-{time.time_ns()}"
    fresh.mkdir(parents=True)
    body = {
        "database": f"projects/{project}/databases/(default)",
        "export_directory": str(fresh),
        "export_name": _NAME,
    }
    request = urllib.request.Request(
        f"http://{address}/emulator/v1/projects/{project}:export",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=_EXPORT_SECONDS):
        pass
    link = folder / "fresh"
    link.unlink(missing_ok=True)
    link.symlink_to(fresh.name)
    link.replace(folder / "current")
    for old in folder.glob("export-*"):
        if old != fresh:
            shutil.rmtree(old, ignore_errors=True)
