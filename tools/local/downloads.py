"""Where Google's emulators lie on this machine, and how they get there when they do not."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.local.processes import StartFailed

_INSTALL_SECONDS = 300


@dataclass(frozen=True)
class Emulator:
    name: str
    component: str
    """Its name among the components of the Google Cloud SDK."""
    in_sdk: str
    firebase: str
    """Its name for the firebase tools."""
    in_firebase: str
    main_class: str


FIRESTORE = Emulator(
    "firestore",
    "cloud-firestore-emulator",
    "cloud-firestore-emulator/cloud-firestore-emulator.jar",
    "firestore",
    "cloud-firestore-emulator-*.jar",
    "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
)
PUBSUB = Emulator(
    "pubsub",
    "pubsub-emulator",
    "pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar",
    "pubsub",
    "pubsub-emulator-*/**/cloud-pubsub-emulator-*-all.jar",
    "com.google.cloud.pubsub.testing.v1.Main",
)


def find_jar(emulator: Emulator) -> Path:
    """Its jar, fetched by the tool that is at hand when the machine has none."""
    found = _lying_here(emulator)
    if found is None:
        _fetch(emulator)
        found = _lying_here(emulator)
    if found is None:
        raise StartFailed(
            f"The {emulator.name} emulator is missing: `gcloud components install "
            f"{emulator.component}`, `apt-get install google-cloud-cli-{emulator.component}`, "
            f"`npx firebase-tools setup:emulators:{emulator.firebase}`, "
            f"or set {emulator.name.upper()}_EMULATOR_HOST to one that runs"
        )
    return found


def _lying_here(emulator: Emulator) -> Path | None:
    kept = os.environ.get("FIREBASE_EMULATORS_PATH", "~/.cache/firebase/emulators")
    cache = Path(kept).expanduser()
    places = [(sdk / "platform", emulator.in_sdk) for sdk in _sdks()]
    for folder, pattern in [*places, (cache, emulator.in_firebase)]:
        jars = sorted(folder.glob(pattern))
        if jars:
            return jars[-1]
    return None


def _sdks() -> list[Path]:
    gcloud = shutil.which("gcloud")
    return [
        *([Path(gcloud).resolve().parents[1]] if gcloud else []),
        Path.home() / "google-cloud-sdk",
        Path("/usr/lib/google-cloud-sdk"),
        Path("/opt/google-cloud-sdk"),
        Path("/opt/homebrew/share/google-cloud-sdk"),
    ]


def _fetch(emulator: Emulator) -> None:
    ways = [
        ["gcloud", "components", "install", "--quiet", emulator.component],
        ["npx", "--yes", "firebase-tools", f"setup:emulators:{emulator.firebase}"],
    ]
    for way in ways:
        if shutil.which(way[0]) is None:
            continue
        print(f"fetching the {emulator.name} emulator: {' '.join(way)}", flush=True)
        try:
            done = subprocess.run(
                way,
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_INSTALL_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return
