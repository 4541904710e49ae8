"""Somebody who trains by request, for the tests of what their log tells."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.workouts import main, steps
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.log_changes import LogChanges
from shared.store.programs import FirestorePrograms
from shared.store.records import FirestoreRecords
from shared.store.workouts import FirestoreWorkouts
from shared.web.gate import Gate
from tests.people import Person
from tests.stocked import catalogue_of, stock
from tests.wire import Client

URL = "/api/v1/workouts"
NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)
"""A Wednesday."""


def workouts_deps(database: Database) -> steps.Deps:
    """Over a stocked database, at `NOW`."""
    stock(database)
    return steps.Deps(
        workouts=FirestoreWorkouts(database),
        changes=LogChanges(FirestoreLog(database, lambda: NOW)),
        records=FirestoreRecords(database),
        programs=FirestorePrograms(database),
        catalogue=catalogue_of(database),
        now=lambda: NOW,
    )


def workouts_client(gate: Gate, deps: steps.Deps, person: Person) -> Client:
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)


def kg(value: float) -> dict[str, object]:
    return {"value": value, "unit": "KG"}


@dataclass(frozen=True)
class Trainee:
    client: Client

    def starts(self, **order: object) -> str:
        """The address of a new workout."""
        answer = self.client.post(URL, order)
        assert answer.status == 201, answer.body
        assert answer.headers["Location"] == f"{URL}/{answer.data['id']}"
        return answer.headers["Location"]

    def trained(
        self, days_ago: float, exercise: str, *sets: tuple[float, int], **order: object
    ) -> str:
        """A finished workout of one exercise; each set is a load in kg and reps."""
        begun = NOW - timedelta(days=days_ago, hours=1)
        workout = self.starts(started_at=begun.isoformat(), **order)
        whole = [
            {"load": kg(load), "reps": reps, "completed_at": begun.isoformat()}
            for load, reps in sets
        ]
        body = {"sets": whole}
        put = self.client.put(f"{workout}/exercise-executions/{exercise}", body)
        assert put.status == 200, put.body
        finished = {"finished_at": (begun + timedelta(minutes=50)).isoformat()}
        assert self.client.post(f"{workout}/finish", finished).status == 200
        return workout
