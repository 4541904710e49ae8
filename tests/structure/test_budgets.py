"""What each route costs in Firestore: documents read and written, as Firestore bills them.

Warm: the function has served the same caller moments ago.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from functions.exercises import main as exercises
from functions.programs import main as programs
from functions.programs import steps
from functions.sync import main as sync
from functions.sync.steps import Deps as SyncDeps
from functions.volume import main as volume
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.programs import FirestorePrograms
from shared.store.training import FirestoreTraining
from shared.store.workouts import FirestoreWorkouts
from tests.exercising import deps_of
from tests.functions.buying import Counter
from tests.functions.sign_in import PASSWORD, Instance
from tests.logged import set_done, started
from tests.people import People, Person, now
from tests.provider import providing
from tests.stocked import catalogue_of, draft, session, stock, stock_templates
from tests.wire import Answer, Client
from tools.costs.people import counted
from tools.seed.templates import template_id

KEY = "key-0123456789abcdef"
TEMPLATE = template_id("phul")


@dataclass(frozen=True)
class Spent:
    reads: int
    writes: int


Measure = Callable[[Callable[[], Answer]], Spent]


def stated(what: str) -> Spent:
    """What docs/costs.md is made of."""
    told = counted(what)
    return Spent(told.reads, told.writes)


@pytest.fixture
def measure(capsys: pytest.CaptureFixture[str]) -> Measure:
    """What one request spent, by the line it logged. The request must have succeeded."""

    def spent(ask: Callable[[], Answer]) -> Spent:
        capsys.readouterr()
        answer = ask()
        assert answer.status < 400, answer.body
        logged = json.loads(capsys.readouterr().out.splitlines()[-1])
        return Spent(logged["reads"], logged["writes"])

    return spent


@dataclass(frozen=True)
class House:
    """The functions of one instance each, and somebody with Pro who has a program."""

    programs: Client
    volume: Client
    exercises: Client
    person: Person
    program: str

    @property
    def etag(self) -> str:
        return self.programs.get(self.program).etag


@pytest.fixture
def house(people: People, database: Database) -> House:
    stock(database)
    stock_templates(database)
    kept, catalogue, gate = FirestorePrograms(database), catalogue_of(database), people.gate()
    person = people.pro()

    def client(endpoint: Any, deps: object) -> Client:
        return Client(endpoint.bound(lambda: gate, lambda: deps).answer, person.token)

    served = {
        "programs": client(programs.endpoint, steps.Deps(kept, catalogue, now)),
        "volume": client(
            volume.endpoint, volume.Deps(kept, catalogue, FirestoreTraining(database), now)
        ),
        "exercises": client(exercises.endpoint, deps_of(database, catalogue)),
    }
    created = served["programs"].post("/api/v1/programs", draft())
    house = House(**served, person=person, program=created.headers["Location"])
    house.volume.get(f"/api/v1/volume/programs/{created.data['id']}")
    return house


def test_reading_a_program_is_one_read(house: House, measure: Measure) -> None:
    assert measure(lambda: house.programs.get(house.program)) == stated("a program")
    assert measure(lambda: house.programs.get(f"/api/v1/programs/{TEMPLATE}")) == Spent(1, 0)
    assert measure(lambda: house.programs.get(f"{house.program}/lint")) == Spent(1, 0)
    body = {"start_date": "2026-01-01"}
    schedule = f"{house.program}/generate-schedule"
    assert measure(lambda: house.programs.post(schedule, body)) == Spent(1, 0)


def test_the_volume_of_a_stored_program_is_one_read(house: House, measure: Measure) -> None:
    where = house.program.replace("/api/v1/programs", "/api/v1/volume/programs")
    assert measure(lambda: house.volume.get(where)) == Spent(1, 0)
    visitor = house.volume.signed_in(None)
    template = f"/api/v1/volume/programs/{TEMPLATE}"
    assert measure(lambda: visitor.get(template)) == Spent(1, 0)
    assert measure(lambda: visitor.post("/api/v1/volume/analyze", draft())) == Spent(0, 0)
    assert measure(lambda: house.volume.post("/api/v1/volume/analyze", draft())) == Spent(0, 0)


def test_a_list_is_one_read_for_each_shelf(house: House, measure: Measure) -> None:
    url = "/api/v1/programs"
    assert measure(lambda: house.programs.get(url)) == stated("the list of programs")
    visitor = house.programs.signed_in(None)
    assert measure(lambda: visitor.get(f"{url}?template=true")) == Spent(1, 0)
    # And which of them one follows.
    assert measure(lambda: house.programs.get(f"{url}?template=true")) == Spent(2, 0)
    house.programs.post(f"{house.program}/activate")
    assert measure(lambda: house.programs.get(f"{url}/active")) == Spent(2, 0)


def test_changing_a_program_reads_it_and_the_tier_and_writes_it_and_its_shelf(
    house: House, measure: Measure
) -> None:
    url = "/api/v1/programs"
    assert measure(lambda: house.programs.post(url, draft())) == Spent(2, 2)
    # The key: one record made, and completed.
    assert measure(lambda: house.programs.post(url, draft(), key=KEY)) == Spent(2, 4)
    # The same again: the tier, a record there already, whether they are erased, and its content.
    assert measure(lambda: house.programs.post(url, draft(), key=KEY)) == Spent(3, 1)
    etag = house.etag
    change = {"name": "x"}
    patch = measure(lambda: house.programs.patch(house.program, change, if_match=etag))
    assert patch == stated("a change of a program")
    more = session("S", "squat")
    added = measure(lambda: house.programs.post(f"{house.program}/sessions", more))
    assert added == Spent(2, 2)
    assert measure(lambda: house.programs.post(f"{house.program}/clone")) == Spent(3, 2)
    assert measure(lambda: house.programs.post(f"{house.program}/activate")) == Spent(1, 1)
    etag = house.etag
    assert measure(lambda: house.programs.delete(house.program, if_match=etag)) == Spent(1, 2)


@pytest.mark.parametrize("query", ["", "?search=bench%20pres", "?muscle_group=CHEST&page=2"])
def test_the_catalogue_costs_a_visitor_nothing_and_a_member_one_read(
    house: House, measure: Measure, query: str
) -> None:
    url = f"/api/v1/exercises{query}"
    visitor = house.exercises.signed_in(None)
    assert measure(lambda: visitor.get(url)) == Spent(0, 0)
    assert measure(lambda: house.exercises.get(url)) == stated("a search among exercises")


def test_signing_in_and_out(instance: Instance, measure: Measure) -> None:
    client = instance.client()
    credentials = {"email": "ann@example.com", "password": PASSWORD}
    auth = "/api/v1/auth"
    # Two windows counted; account, password, address, organisation, membership, the beginning of
    # its chain of audit (two); a proof, and its letters owed and settled.
    assert measure(lambda: client.post(f"{auth}/register", credentials)) == Spent(2, 12)
    login = measure(lambda: client.post(f"{auth}/login", credentials))
    # Three windows counted and given back; index, account, password; the session, and where its
    # audit ends: read, moved, and the entry.
    assert login == Spent(10, 9)
    tokens = client.post(f"{auth}/login", credentials).data["tokens"]
    refresh = {"refresh_token": tokens["refresh_token"]}
    renewed = measure(lambda: client.post(f"{auth}/refresh", refresh))
    assert renewed == stated("a new token, as the app is opened")
    member = instance.client(tokens["access_token"])
    assert measure(lambda: member.get(f"{auth}/sessions")) == Spent(2, 0)
    assert measure(lambda: member.post(f"{auth}/logout")) == Spent(2, 3)


def test_knowing_who_calls_is_one_read_in_ten_seconds(instance: Instance, measure: Measure) -> None:
    signed_up = instance.client().post(
        "/api/v1/auth/register", {"email": "ann@example.com", "password": PASSWORD}
    )
    member = instance.client(signed_up.data["tokens"]["access_token"])
    first = measure(lambda: member.get("/api/v1/users/me"))
    again = measure(lambda: member.get("/api/v1/users/me"))
    assert first.reads - again.reads == stated("an instance that has not seen them lately").reads
    instance.cache_seconds += 10.0
    assert measure(lambda: member.get("/api/v1/users/me")) == first


@pytest.fixture
def instance(connected: Callable[[], Database]) -> Instance:
    return Instance(connected())


def test_buying_and_seeing_where_one_stands(
    people: People, database: Database, tmp_path: Path, measure: Measure
) -> None:
    with providing(tmp_path) as provider:
        counter = Counter(database, people, provider)
        person = people.free()
        client, url = counter.of(person), "/api/v1/billing"
        client.get(f"{url}/subscription")
        assert measure(lambda: counter.of(None).get(f"{url}/plans")) == Spent(0, 0)
        # The subscriptions there are, and the checkouts.
        assert measure(lambda: client.get(f"{url}/subscription")) == Spent(2, 0)
        # Membership, subscriptions, limit, account, chain; the key twice, the limit, the intent
        # twice, what the audit log is told.
        assert measure(lambda: counter.check_out(person)) == Spent(5, 7)
        counter.knows(person, "active", id=provider.sells("x@example.com").id)
        assert measure(lambda: client.get(f"{url}/subscription")) == Spent(1, 0)
        # Membership, subscriptions, limit, entry, chain; the limit, what the audit log is told.
        assert measure(lambda: client.post(f"{url}/portal")) == Spent(5, 3)


def test_a_batch_of_a_hundred_events_is_two_reads_and_two_writes_beside_them(
    people: People, database: Database, measure: Measure
) -> None:
    gate, events = people.gate(), "/api/v1/sync/events"
    log, workouts = FirestoreLog(database), FirestoreWorkouts(database)
    deps = SyncDeps(log, workouts, FirestoreMeasurements(database), now)
    client = Client(sync.endpoint.bound(lambda: gate, lambda: deps).answer, people.free().token)

    def batch(*sent: object) -> Answer:
        return client.post(events, {"device_id": "phone", "events": list(sent)})

    batch(started(1))
    hundred = [set_done(number, f"s{number}") for number in range(2, 102)]
    # The head of the log and the workout, read and written.
    assert measure(lambda: batch(*hundred)) == Spent(2, 102)
    six = [set_done(number, f"s{number}") for number in range(102, 108)]
    assert measure(lambda: batch(*six)) == stated("a batch of six events of a workout")
    # Told again, each is looked up.
    assert measure(lambda: batch(*hundred)) == Spent(102, 0)
    assert measure(lambda: client.get(f"{events}?limit=10")) == Spent(11, 0)
    # The head, the workout, and that there are no measurements.
    assert measure(lambda: client.get("/api/v1/sync/snapshot")) == Spent(3, 0)
