"""The function `exercises` for tests: stocked with the curated catalogue, and drafts to send."""

from functions.exercises import main
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests.people import People, now
from tests.stocked import catalogue_of, stock
from tests.wire import Answer, Client

URL = "/api/v1/exercises"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


def function(people: People, database: Database, *, stocked: bool = False) -> Client:
    """One instance, called by nobody in particular. `stocked`: the catalogue is there already."""
    if not stocked:
        stock(database)
    deps = main.Deps(catalogue_of(database), FirestorePrograms(database).uses, now)
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


def draft(**changes: object) -> dict[str, object]:
    return {
        "name": "Ring Curl",
        "equipment": "OTHER",
        "mechanic": "ISOLATION",
        "muscle_contributions": {"ELBOW_FLEXORS": 1, "FOREARMS": 0.25},
        **changes,
    }


def created(client: Client, **changes: object) -> Answer:
    answer = client.post(URL, draft(**changes))
    assert answer.status == 201, answer.body
    return answer
