"""`python -m tests.erasing_alone PROJECT BUCKET USER BATCHES`: erases somebody, and is killed
right after so many commits."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.erasure import Leaver
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database, connect
from shared.store.erasing.leavers import FirestoreLeavers
from shared.store.writes import Write
from tests.erasing import House
from tests.people import People, Person


@dataclass(frozen=True)
class Mortal(FirestoreLeavers):
    lives: list[int] = field(default_factory=list)

    def count(self, leaver: Leaver, *writes: Write, documents: int = 0, objects: int = 0) -> None:
        super().count(leaver, *writes, documents=documents, objects=objects)
        self.lives.pop()
        if not self.lives:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    project, bucket, user_id, batches = sys.argv[1:]
    database = connect(project)
    lives = [0] * int(batches)

    def mortal(
        database: Database, accounts: FirestoreAccounts, now: Callable[[], datetime]
    ) -> Mortal:
        return Mortal(database, accounts, now, lives)

    house = House(database, People(database), bucket, leavers=mortal)
    house.deliver(Person(user_id, "", ""))
