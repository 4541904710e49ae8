"""Where Google's emulators lie on this machine, and how they get there when they do not."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.local.processes import StartFailed

_INSTALL_SECONDS = 300
_MOST_CHARACTERS = 300
"""Of what a tool says of its failure."""


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


SDKS = (
    "~/google-cloud-sdk",
    "/usr/lib/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
)
"""Where the Google Cloud SDK is put, beside where `gcloud` itself says."""


def find_jar(emulator: Emulator, sdks: Sequence[str] = SDKS) -> Path:
    """Its jar, fetched by the tool that is at hand when the machine has none. Raises
    `StartFailed`."""
    found = _lying_here(emulator, sdks)
    if found is None:
        _fetch(emulator)
        found = _lying_here(emulator, sdks)
    if found is None:
        raise StartFailed(
            f"The {emulator.name} emulator is missing: `gcloud components install "
            f"{emulator.component}`, `apt-get install google-cloud-cli-{emulator.component}`, "
            f"`npx firebase-tools setup:emulators:{emulator.firebase}`, "
            f"or set {emulator.name.upper()}_EMULATOR_HOST to one that runs"
        )
    return found


def _lying_here(emulator: Emulator, sdks: Sequence[str]) -> Path | None:
    gcloud = shutil.which("gcloud")
    roots = [Path(gcloud).resolve().parents[1]] if gcloud else []
    roots += [Path(sdk).expanduser() for sdk in sdks]
    cache = os.environ.get("FIREBASE_EMULATORS_PATH", "~/.cache/firebase/emulators")
    places = [(root / "platform", emulator.in_sdk) for root in roots]
    for folder, pattern in [*places, (Path(cache).expanduser(), emulator.in_firebase)]:
        jars = sorted(folder.glob(pattern))
        if jars:
            return jars[-1]
    return None


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
                text=True,
                timeout=_INSTALL_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            print(f"that failed: {error}", flush=True)
            continue
        if done.returncode == 0:
            return
        said = " ".join((done.stderr or done.stdout).split())
        print(f"that failed: {said[-_MOST_CHARACTERS:]}", flush=True)
