"""Somebody who asks the coach, with a log and a program over the real database."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from shared.coach.grounding import StoredGrounding
from shared.coach.lookups import Lookups
from shared.coach.rules import Allowance
from shared.domain.access import Caller
from shared.domain.coach.figures import check, stated
from shared.domain.coach.grounding import RuleAnswer, Told
from shared.domain.coach.model import ToolCall
from shared.domain.coach.own_texts import OwnText
from shared.domain.errors import ModelDown
from shared.domain.log.events import Event, MeasurementRecorded
from shared.domain.log.workouts import Workout
from shared.domain.profiles import Units
from shared.store.coach_memory import FirestoreCoachMemory
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.programs import FirestorePrograms
from shared.store.records import FirestoreRecords
from shared.store.training import FirestoreTraining
from shared.store.workouts import FirestoreWorkouts
from tests.functions.test_volume import kept
from tests.people import People, Person
from tests.stocked import catalogue_of, stock
from tests.trained import log

NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)
"""A Wednesday, of 2026-W47."""


THREE_USED = Allowance(3, 10, datetime(2026, 12, 1, tzinfo=UTC))


def no_model(_: Caller, __: str) -> Sequence[OwnText]:
    raise ModelDown


@dataclass
class Asker:
    database: Database
    person: Person
    caller: Caller
    find_texts: Callable[[Caller, str], Sequence[OwnText]] = no_model
    allowance: Allowance = THREE_USED
    noted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = itertools.count()
        self.lookups = Lookups(
            programs=FirestorePrograms(self.database),
            catalogue=catalogue_of(self.database),
            workouts=FirestoreWorkouts(self.database),
            records=FirestoreRecords(self.database),
            training=FirestoreTraining(self.database),
            measurements=FirestoreMeasurements(self.database),
            now=lambda: NOW,
        )
        self.grounding = StoredGrounding(
            lookups=self.lookups,
            kept=FirestoreCoachMemory(self.database),
            allowance_of=lambda _: self.allowance,
            find_texts=self.find_texts,
            note=lambda _, ids: self.noted.extend(ids),
            new_id=lambda: f"memory-{next(numbers)}",
        )

    def trained(self, *workouts: Workout) -> None:
        log(self.database, self.person.user_id, *workouts)

    def weighed(self, *weights: tuple[datetime, float], metric: str = "weight_kg") -> None:
        events = [
            Event(f"scales-{at:%j}-{metric}", "scales", number, at, recorded)
            for number, (at, value) in enumerate(weights, start=1)
            for recorded in [MeasurementRecorded(f"m-{at:%j}", at, {metric: value})]
        ]
        FirestoreLog(self.database).append(self.person.user_id, "scales", events)

    def follows(self, **changes: Any) -> str:
        """The id of a program that is followed from now on."""
        program = kept(self.database, self.person, **changes)
        self.lookups.programs.activate(self.person.user_id, program)
        return program

    def in_pounds(self) -> "Asker":
        return replace(self, caller=replace(self.caller, units=Units.IMPERIAL))

    def asks(self, message: str) -> RuleAnswer | None:
        """Whatever a rule says is borne out by its own facts and by the question."""
        answer = self.grounding.rule_answer(self.caller, message)
        if answer is not None:
            checked = check(answer.text, [*answer.facts, stated(message)])
            assert checked.unsupported == (), (answer.text, checked)
            assert {one.source for one in answer.citations} <= {one.source for one in answer.facts}
        return answer

    def told(self, message: str) -> str:
        answer = self.asks(message)
        assert answer is not None
        return answer.text

    def runs(self, name: str, **arguments: Any) -> Told:
        return self.grounding.run(self.caller, ToolCall(name, arguments))


def asker(database: Database, people: People, person: Person | None = None) -> Asker:
    person = person or people.free()
    caller = people.accounts.caller(person.user_id, person.session_id)
    assert caller is not None
    return Asker(database, person, caller)


def stocked_asker(database: Database, people: People) -> Asker:
    stock(database)
    return asker(database, people)
