"""Catalogues over the real database, read by several processes."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from shared import tally
from shared.domain.errors import (
    Conflict,
    NotFound,
    PreconditionFailed,
    TooLarge,
    Unavailable,
)
from shared.domain.exercises import Exercise, Standing
from shared.store.catalogue import GLOBAL_SECONDS, ORGANIZATION_SECONDS, Curated, FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.catalogue_documents import CATALOGUE_BUDGET_BYTES
from shared.store.database import Database
from shared.store.writes import Delete, Write
from tests.clocks import START, Clock
from tests.races import outcomes, together
from tests.stocked import curated_exercises, custom_exercise

ORG = "6f1e7c1a-0f0b-4bb1-9d43-111111111111"
OTHER_ORG = "6f1e7c1a-0f0b-4bb1-9d43-222222222222"


@dataclass
class Process:
    """One instance of a function: its own connection, its own cache."""

    database: Database
    clock: Clock
    catalogue: FirestoreCatalogue = field(init=False)

    def __post_init__(self) -> None:
        self.catalogue = FirestoreCatalogue(
            self.database, CatalogueCache(), self.clock, self.clock.monotonic
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(connected: Callable[[], Database], clock: Clock) -> Callable[[], Process]:
    return lambda: Process(connected(), clock)


@pytest.fixture
def here(start: Callable[[], Process]) -> FirestoreCatalogue:
    return start().catalogue


@pytest.fixture
def there(start: Callable[[], Process]) -> FirestoreCatalogue:
    return start().catalogue


def custom(name: str = "Ring Curl", organization: str = ORG) -> Exercise:
    made = custom_exercise(organization, str(uuid.uuid4()), name)
    return replace(made, created_at=START, updated_at=START)


def reads_of(work: Callable[[], object]) -> int:
    counted = tally.begin()
    work()
    return counted.reads


def used(_: str) -> bool:
    return True


def unused(_: str) -> bool:
    return False


def test_an_exercise_comes_back_as_it_was_stored(
    here: FirestoreCatalogue, there: FirestoreCatalogue
) -> None:
    exercise = replace(
        custom("Übung “eins”"),
        aliases=("one", "zwei"),
        description="Slowly.",
        image_url="https://images.example/a.png",
        created_by="somebody",
    )
    here.add(exercise)
    assert there.load(ORG).find(exercise.id) == exercise


def test_a_catalogue_that_is_not_there_is_empty_and_remembered(here: FirestoreCatalogue) -> None:
    assert reads_of(lambda: list(here.load(ORG))) == 2
    assert reads_of(lambda: list(here.load(ORG))) == 0


def test_a_warm_catalogue_costs_no_read_and_an_old_one_a_single_one(
    here: FirestoreCatalogue, clock: Clock
) -> None:
    here.load(ORG)
    clock.pass_by(ORGANIZATION_SECONDS - 0.1)
    assert reads_of(lambda: here.load(ORG)) == 0
    clock.pass_by(0.2)
    assert reads_of(lambda: here.load(ORG)) == 1
    assert reads_of(lambda: here.load(ORG)) == 0
    clock.pass_by(GLOBAL_SECONDS)
    assert reads_of(here.load) == 1


def test_who_asks_for_the_newest_reads_the_version_and_no_more(here: FirestoreCatalogue) -> None:
    here.add(custom())
    before = here.load(ORG)
    assert reads_of(lambda: here.load(ORG, max_age=0)) == 1
    assert here.load(ORG, max_age=0).layers[1] is before.layers[1]


def test_what_another_process_wrote_is_seen_after_ten_seconds_or_when_asked_for(
    here: FirestoreCatalogue, there: FirestoreCatalogue, clock: Clock
) -> None:
    here.load(ORG)
    first = there.add(custom("First"))
    assert here.load(ORG).find(first.id) is None
    assert here.load(ORG, max_age=0).find(first.id) == first
    second = there.add(custom("Second"))
    clock.pass_by(ORGANIZATION_SECONDS)
    assert here.load(ORG).find(second.id) == second


def test_an_unknown_id_is_looked_for_once_more(
    here: FirestoreCatalogue, there: FirestoreCatalogue
) -> None:
    here.load(ORG)
    exercise = there.add(custom())
    assert here.covering([exercise.id], ORG).find(exercise.id) == exercise
    assert reads_of(lambda: here.covering([exercise.id], ORG)) == 0
    assert reads_of(lambda: here.covering(["unheard-of"], ORG)) == 2


def test_what_this_process_wrote_is_seen_without_a_read(here: FirestoreCatalogue) -> None:
    here.load(ORG)
    exercise = here.add(custom())
    changed = here.replace(replace(exercise, name="Renamed"))
    seen: list[Exercise | None] = []
    assert reads_of(lambda: seen.append(here.load(ORG).find(exercise.id))) == 0
    assert seen == [changed]
    assert changed.version == 2


def test_a_catalogue_made_anew_is_noticed(
    here: FirestoreCatalogue, there: FirestoreCatalogue, database: Database, clock: Clock
) -> None:
    old = here.add(custom("Old"))
    database.commit(Delete(("catalogue", ORG)))
    clock.pass_by(1)
    new = there.add(custom("New"))
    seen = here.load(ORG, max_age=0)
    assert (seen.find(old.id), seen.find(new.id)) == (None, new)


def test_an_organisation_sees_nothing_of_another(here: FirestoreCatalogue) -> None:
    exercise = here.add(custom(organization=OTHER_ORG))
    assert here.load(ORG).find(exercise.id) is None
    assert here.load().find(exercise.id) is None


def test_adding_the_same_exercise_again_finds_the_first(here: FirestoreCatalogue) -> None:
    exercise = custom()
    here.add(exercise)
    counted = tally.begin()
    assert here.add(exercise) == exercise
    assert counted.writes == 0
    changed = here.replace(replace(exercise, name="Changed since"))
    assert here.add(exercise) == changed


@pytest.mark.parametrize(
    "name", ["Curl é", "CURL É", "  curl   é ", "curl e\N{COMBINING ACUTE ACCENT}"]
)
def test_a_name_is_taken_however_it_is_written(here: FirestoreCatalogue, name: str) -> None:
    here.add(custom("Curl é"))
    with pytest.raises(Conflict):
        here.add(custom(name))
    here.add(custom(name, OTHER_ORG))


def test_a_custom_exercise_cannot_take_the_name_of_a_global_one(here: FirestoreCatalogue) -> None:
    here.curate(lambda _: [Curated(one, None) for one in curated_exercises()])
    with pytest.raises(Conflict):
        here.add(custom("bench  press"))


def test_a_changed_name_must_be_free_but_may_stay(here: FirestoreCatalogue) -> None:
    here.add(custom("One"))
    two = here.add(custom("Two"))
    with pytest.raises(Conflict):
        here.replace(replace(two, name="ONE"))
    assert here.replace(replace(two, name="TWO")).name == "TWO"


def test_only_the_version_that_was_read_is_changed(here: FirestoreCatalogue) -> None:
    exercise = here.add(custom())
    here.replace(exercise)
    with pytest.raises(PreconditionFailed):
        here.replace(exercise)
    with pytest.raises(PreconditionFailed):
        here.retire(exercise, unused)
    with pytest.raises(NotFound):
        here.replace(custom("Unheard of"))


def test_what_is_used_is_archived_and_its_name_is_free(here: FirestoreCatalogue) -> None:
    exercise = here.add(custom())
    archived = here.retire(exercise, used)
    assert archived.standing is Standing.ARCHIVED
    assert here.load(ORG, 0).find(exercise.id) == archived
    here.add(custom(exercise.name))
    with pytest.raises(Conflict):
        here.replace(archived)


def test_what_is_unused_is_removed_and_leaves_a_trace(here: FirestoreCatalogue) -> None:
    exercise = here.add(custom())
    removed = here.retire(exercise, unused)
    found = here.load(ORG, 0).find(exercise.id)
    assert found == removed
    assert removed.standing is Standing.REMOVED
    assert removed.contributions == exercise.contributions
    here.add(custom(exercise.name))
    with pytest.raises(NotFound):
        here.retire(removed, unused)


def test_what_was_archived_is_removed_when_nothing_uses_it_any_more(
    here: FirestoreCatalogue,
) -> None:
    archived = here.retire(here.add(custom()), used)
    assert here.retire(archived, unused).standing is Standing.REMOVED


def test_a_global_exercise_is_archived_even_when_unused(here: FirestoreCatalogue) -> None:
    squat = replace(curated_exercises()[0], version=1)
    here.curate(lambda _: [Curated(squat, "seeded")])
    assert here.retire(squat, unused).standing is Standing.ARCHIVED


def test_old_traces_go_and_those_used_after_all_are_archived(
    here: FirestoreCatalogue, clock: Clock
) -> None:
    gone, caught, fresh, last = (here.add(custom(name)) for name in ("a", "b", "c", "d"))
    here.retire(gone, unused)
    here.retire(caught, unused)
    clock.pass_by(24 * 3600 + 1)
    here.retire(fresh, lambda exercise_id: exercise_id == caught.id)
    here.retire(last, unused)
    standings = {one.name: one.standing for one in here.load(ORG, 0)}
    assert standings == {
        "b": Standing.ARCHIVED,
        "c": Standing.REMOVED,
        "d": Standing.REMOVED,
    }


def test_what_seeding_noted_survives_the_change_of_an_admin(here: FirestoreCatalogue) -> None:
    squat = curated_exercises()[0]
    here.curate(lambda _: [Curated(squat, "fingerprint")])
    here.replace(replace(squat, name="Renamed"))
    (curated,) = here.curated().values()
    assert (curated.exercise.name, curated.fingerprint) == ("Renamed", "fingerprint")


def test_seeding_again_what_is_there_writes_nothing(here: FirestoreCatalogue) -> None:
    exercises = [Curated(one, "fingerprint") for one in curated_exercises()]
    here.curate(lambda _: exercises)
    counted = tally.begin()
    here.curate(lambda _: exercises)
    assert counted.writes == 0


def test_a_catalogue_over_the_budget_is_refused_with_the_numbers(here: FirestoreCatalogue) -> None:
    large = [Curated(replace(one, description="x" * 5000), None) for one in curated_exercises()]
    with pytest.raises(TooLarge) as refused:
        here.curate(lambda _: large)
    assert refused.value.details["limit_bytes"] == CATALOGUE_BUDGET_BYTES
    assert here.curated() == {}


class LosingAnswers(Database):
    """Commits, and then the answer is lost on the way."""

    def commit(self, *writes: Write) -> None:
        super().commit(*writes)
        raise Unavailable


def test_after_a_lost_answer_what_is_stored_is_read_again(
    start: Callable[[], Process], here: FirestoreCatalogue
) -> None:
    process, exercise = start(), custom()
    process.catalogue.load(ORG)
    process.database.__class__ = LosingAnswers
    with pytest.raises(Unavailable):
        process.catalogue.add(exercise)
    assert process.catalogue.load(ORG).find(exercise.id) == exercise
    assert process.catalogue.add(exercise) == here.load(ORG).find(exercise.id)


def test_of_twenty_that_take_a_name_at_once_one_does(start: Callable[[], Process]) -> None:
    processes = [start().catalogue for _ in range(4)]
    calls = [partial(processes[turn % 4].add, custom()) for turn in range(20)]
    assert outcomes(together(calls)) == {"done": 1, "Conflict": 19}


def test_of_twenty_that_change_one_version_at_once_one_does(start: Callable[[], Process]) -> None:
    processes = [start().catalogue for _ in range(4)]
    exercise = processes[0].add(custom())
    calls = [
        partial(processes[turn % 4].replace, replace(exercise, name=f"Name {turn}"))
        for turn in range(20)
    ]
    assert outcomes(together(calls)) == {"done": 1, "PreconditionFailed": 19}


def test_twelve_that_add_different_exercises_at_once_all_do(start: Callable[[], Process]) -> None:
    processes = [start().catalogue for _ in range(4)]
    calls = [partial(processes[turn % 4].add, custom(f"Name {turn}")) for turn in range(12)]
    assert outcomes(together(calls)) == {"done": 12}
    assert len(list(processes[0].load(ORG, 0))) == 12
