"""An erasure that is killed, and files that are written behind its back: nothing is left."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.export_runs import main as export_runs
from shared.domain.erasure import ErasureState
from shared.domain.exports.asked import Export, ExportKind
from shared.events.inbox import Delivery
from shared.events.messages.export_requested import ExportRequested
from shared.store.account_documents import user_path
from shared.store.database import Database
from shared.store.exports import FirestoreExports
from shared.store.guards import tombstone_path
from shared.store.own_data.files import FirestoreOwnData
from shared.store.writes import Put
from tests.erasing import House, email_key, emptied_house, furnish
from tests.people import Person, now
from tests.stocked import catalogue_of
from tools.local.testing import StartedEmulators


@pytest.fixture
def house(database: Database, project: str, emulators: StartedEmulators) -> House:
    return emptied_house(database, project, emulators)


def test_killed_in_the_middle_it_is_taken_up_again(house: House, project: str) -> None:
    """After a file, and among the rows that are found by fields."""
    ann = house.people.free()
    furnish(house.database, ann)
    events = [("users", ann.user_id, "events", f"phone-{number}") for number in range(150)]
    house.database.commit(*(Put(path, {"order": 1}) for path in events))
    house.storage.write(house.bucket, f"{ann.user_id}/export", "text/plain", ["what is theirs"])
    key = email_key(house.database, ann)
    house.due(ann)
    left: list[int] = []
    for batches in (1, 9):
        about = (project, house.bucket, ann.user_id, str(batches))
        child = subprocess.run(
            [sys.executable, "-m", "tests.erasing_alone", *about], env={**os.environ}, check=False
        )
        assert child.returncode == -signal.SIGKILL
        assert house.database.get(user_path(ann.user_id)) is not None
        left.append(len(house.of(ann, key)))
    assert left[0] > left[1] > 1
    house.deliver(ann)
    assert house.is_proven(ann)
    assert house.of(ann, key) == []
    assert house.storage.names(house.bucket, f"{ann.user_id}/") == []


def test_a_file_that_is_written_late_is_found_before_all_is_called_gone(house: House) -> None:
    """By who was let in before the tombstone: the address to send it to lasts a quarter."""
    ann = house.people.free()
    house.rest = timedelta(minutes=30)
    house.erase(ann)
    stone = house.database.get(tombstone_path(ann.user_id))
    assert stone is not None
    assert stone.data["state"] == ErasureState.ERASING
    for name in (f"uploads/{ann.user_id}/late", f"{ann.user_id}/late"):
        house.storage.write(house.bucket, name, "text/plain", ["what is theirs"])
    house.rest = timedelta(0)
    house.deliver(ann)
    assert house.is_proven(ann)
    assert house.storage.names(house.bucket) == []


@dataclass(frozen=True)
class ErasedMeanwhile:
    """Storage that is slow to take a file: whose it is has gone by then."""

    house: House
    person: Person

    def write(self, *about: Any) -> int:
        self.house.erase(self.person)
        assert self.house.is_proven(self.person)
        written = self.house.storage.write(*about)
        assert self.house.storage.names(self.house.bucket) != []
        return written

    def delete(self, bucket: str, name: str) -> None:
        self.house.storage.delete(bucket, name)


def test_an_export_that_ends_after_the_erasure_leaves_no_file(house: House) -> None:
    ann = house.people.free()
    exports, own = FirestoreExports(house.database), FirestoreOwnData(house.database)
    exports.add(ann.user_id, Export("e", ExportKind.LOG_JSON, "Etc/UTC", now()))
    storage: Any = ErasedMeanwhile(house, ann)
    catalogue = catalogue_of(house.database)
    deps = export_runs.Deps(exports, own, catalogue, storage, house.bucket, now)
    asked = ExportRequested(user_id=ann.user_id, organization_id=ann.organization_id, export_id="e")
    export_runs.handle(Delivery(deps, "m", {}), asked)
    assert house.storage.names(house.bucket) == []
    assert house.of(ann) == []
