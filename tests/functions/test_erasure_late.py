"""An erasure that is killed, and files that are written behind its back: nothing is left."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from shared.domain.erasure import ErasureState
from shared.store.account_documents import user_path
from shared.store.database import Database
from shared.store.guards import tombstone_path
from shared.store.writes import Put
from tests.erasing import House, email_key, emptied_house, furnish
from tools.local.testing import StartedEmulators


@pytest.fixture
def house(database: Database, project: str, emulators: StartedEmulators) -> House:
    return emptied_house(database, project, emulators)


def test_killed_in_the_middle_it_is_taken_up_again(house: House, project: str) -> None:
    """With the file gone, and among the rows that are found by fields."""
    ann = house.people.free()
    furnish(house.database, ann)
    events = [("users", ann.user_id, "events", f"phone-{number}") for number in range(150)]
    house.database.commit(*(Put(path, {"order": 1}) for path in events))
    house.storage.write(house.bucket, f"{ann.user_id}/export", "text/plain", ["what is theirs"])
    key = email_key(house.database, ann)
    house.due(ann)
    before = len(house.of(ann, key))
    about = (project, house.bucket, ann.user_id, "9")
    child = subprocess.run(
        [sys.executable, "-m", "tests.erasing_alone", *about], env={**os.environ}, check=False
    )
    assert child.returncode == -signal.SIGKILL
    assert house.database.get(user_path(ann.user_id)) is not None
    assert before > len(house.of(ann, key)) > 1
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
