"""`restore-drill`: the database is brought back beside itself, compared, and removed again.

In the cloud from the versions that Firestore keeps (PITR), under another name; locally from an
export, in an emulator of its own. The functions never see it.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc

from shared.clock import utc_now
from shared.domain.errors import Unavailable
from shared.settings import Platform, load
from shared.store.channel import live_channel, open_channel
from shared.store.database import Database, live_database
from tools.infra.indexes import read_registry
from tools.local import emulators, kept_firestore
from tools.local.processes import stop
from tools.operate.restore_compare import compare
from tools.operate.stopped import Stopped

_READY_SECONDS, _ASK_SECONDS = 6 * 3_600, 15.0


@dataclass(frozen=True)
class Cloud:
    """By `gcloud`, as whoever is logged in there."""

    project: str
    name: str
    """Of the database that is made."""
    at: datetime
    run: Callable[[Sequence[str]], object] = field(
        default=lambda command: subprocess.run(command, check=True)
    )
    sleep: Callable[[float], None] = time.sleep

    @property
    def minute(self) -> datetime:
        """A version is kept of every whole one."""
        return self.at.astimezone(UTC).replace(second=0, microsecond=0)

    @property
    def commands(self) -> tuple[list[str], list[str]]:
        """What makes it, and what removes it."""
        gcloud = ["gcloud", "firestore", "databases"]
        about = f"--project={self.project}"
        return (
            [
                *gcloud, "clone", about, f"--destination-database={self.name}",
                f"--source-database=projects/{self.project}/databases/(default)",
                f"--snapshot-time={self.minute:%Y-%m-%dT%H:%M:00.00Z}",
            ],
            [*gcloud, "delete", about, f"--database={self.name}", "--quiet"],
        )  # fmt: skip

    @contextmanager
    def restored(self, connect: Callable[[str], Database]) -> Iterator[Database]:
        make, remove = self.commands
        self._call(make)
        try:
            database = connect(self.name)
            self._wait(database)
            yield database
        finally:
            self._call(remove)

    def _call(self, command: Sequence[str]) -> None:
        try:
            self.run(command)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Stopped(f"{' '.join(command[:4])} failed: {error}") from error

    def _wait(self, database: Database) -> None:
        """It answers nobody before all of it is there."""
        for _ in range(int(_READY_SECONDS / _ASK_SECONDS)):
            try:
                database.get(("catalogue", "global"))
            except (Unavailable, grpc.RpcError):
                self.sleep(_ASK_SECONDS)
            else:
                return
        raise Stopped(f"The database {self.name} did not answer for six hours.")


@contextmanager
def locally_restored(project: str, address: str) -> Iterator[Database]:
    """Raises `Stopped` when the emulator exports nothing."""
    with tempfile.TemporaryDirectory(prefix="hypertroq-drill-") as folder:
        state = Path(folder)
        try:
            kept_firestore.export(address, project, state)
        except OSError as error:
            raise Stopped(f"The emulator exported nothing: {error}") from error
        service = emulators.another_firestore(state, kept_firestore.arguments(state, project))
        try:
            service.wait()
            yield Database(project, open_channel(service.address))
        finally:
            stop([service.child] if service.child else [])


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--minutes-ago", type=int, default=5, help="to when, in the cloud: 1 to 10079 (5)"
    )


def run(options: argparse.Namespace) -> None:
    project, emulator = load(Platform).google_cloud_project, os.environ.get(_EMULATOR)
    now = utc_now()
    cloud = Cloud(project, f"drill-{now:%Y%m%d-%H%M}", now - timedelta(minutes=options.minutes_ago))
    if options.dry_run:
        print("\n".join(map(" ".join, cloud.commands)) if not emulator else "export, and compare")
        return
    bringing_back = (
        locally_restored(project, emulator)
        if emulator
        else cloud.restored(lambda name: Database(project, live_channel(), name=name))
    )
    with bringing_back as restored:
        told(live_database(), restored, now if emulator else cloud.minute)


def told(source: Database, restored: Database, at: datetime) -> None:
    """Raises `Stopped` when what came back is not what there was."""
    began = time.monotonic()
    compared = compare(source, restored, at, read_registry().collections)
    for line in (*compared.lines, *(f"! {fault}" for fault in compared.faults)):
        print(line)
    if compared.faults:
        raise Stopped(f"What came back is not what there was, in {len(compared.faults)} places.")
    print(f"all is there; compared in {time.monotonic() - began:.0f} s")


_EMULATOR = "FIRESTORE_EMULATOR_HOST"
