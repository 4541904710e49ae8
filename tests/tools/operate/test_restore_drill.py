"""`restore-drill`: what came back is compared with what there was, and removed again."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from shared.domain.errors import Unavailable
from shared.store.database import Database
from shared.store.writes import Delete, Merge, Put
from tests.training import Log, done, event, measured, started
from tools.local.testing import StartedEmulators
from tools.operate.__main__ import main
from tools.operate.restore_compare import compare
from tools.operate.restore_drill import Cloud, locally_restored, told
from tools.operate.stopped import Stopped

COLLECTIONS = ("events", "log", "measurements", "users", "workouts")


@pytest.fixture
def source(database: Database) -> Database:
    Log(database).append(
        event(1, started()), event(2, done("s1")), event(5, measured(weight_kg=80))
    )
    database.commit(*(Put(("users", f"u{number}"), {"n": number}) for number in range(30)))
    return database


def test_what_came_back_is_compared_and_what_changed_since_is_no_fault(
    source: Database, project: str, emulators: StartedEmulators
) -> None:
    time.sleep(1)  # Times are compared by the second.
    at = datetime.now(UTC)
    with locally_restored(project, emulators.firestore) as restored:
        compared = compare(source, restored, at, COLLECTIONS)
        assert compared.faults == ()
        assert compared.lines[0] == "events: 3 of 3, 3 looked at"
        # People go on.
        Log(source).append(event(6, done("s2")))
        source.commit(Put(("users", "u1"), {"n": 0}), Delete(("users", "u2")))
        assert compare(source, restored, at, COLLECTIONS).faults == ()
        told(source, restored, at)
        # And now what must never be.
        restored.commit(
            Put(("users", "u3"), {"n": 0}),
            Merge(("users", "ann", "workouts", "w"), {("status",): "FINISHED"}),
            Delete(("users", "ann", "measurements", "m")),
            *(Delete(("users", f"u{number}")) for number in range(10, 25)),
        )
        assert set(compare(source, restored, at, COLLECTIONS).faults) == {
            "measurements: 0 documents, where there are 1",
            "users: 15 documents, where there are 29",
            "users/u3: it is not as it was",
            "users/ann/measurements/m: missing",
            "users/ann/workouts/w: status",
        }
        with pytest.raises(Stopped, match="not what there was"):
            told(source, restored, at)


class Slow(Database):
    """Which is being made."""

    def __init__(self) -> None:
        self.left = 2

    def get(self, *_: object) -> None:
        self.left -= 1
        if self.left >= 0:
            raise Unavailable


def drilled(run: Callable[[Sequence[str]], object]) -> None:
    at = datetime(2026, 3, 1, 12, 7, 30, tzinfo=UTC)
    cloud = Cloud("p", "drill-1", at, run, lambda _: None)
    with cloud.restored(lambda _: Slow()):
        raise Stopped("It is not as it was.")


def test_in_the_cloud_it_is_made_beside_waited_for_and_removed_whatever_was_found() -> None:
    called: list[str] = []
    with pytest.raises(Stopped, match="not as it was"):
        drilled(lambda command: called.append(" ".join(command)))
    assert called == [
        "gcloud firestore databases clone --project=p --destination-database=drill-1"
        " --source-database=projects/p/databases/(default)"
        " --snapshot-time=2026-03-01T12:07:00.00Z",
        "gcloud firestore databases delete --project=p --database=drill-1 --quiet",
    ]


def test_without_gcloud_nothing_is_made() -> None:
    def run(_: Sequence[str]) -> None:
        raise FileNotFoundError("gcloud")

    with pytest.raises(Stopped, match="gcloud firestore databases clone failed"):
        drilled(run)


def test_a_dry_run_shows_the_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "p")
    assert main(["restore-drill", "--dry-run"]) == 0
    make, remove = capsys.readouterr().out.splitlines()
    assert make.startswith("gcloud firestore databases clone --project=p")
    assert remove.startswith("gcloud firestore databases delete --project=p")
