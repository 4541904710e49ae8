"""Three devices, any history, sent in any parts and order, any number of times: one log."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from shared.domain.errors import NotFound
from shared.domain.log.events import EntityKind, Entry, Event
from shared.domain.log.measurements import Measurement, fold_measurement
from shared.domain.log.workouts import Workout
from shared.store.database import Database
from tests.domain.log import reference
from tests.domain.log.strategies import about_measurements, about_workouts, histories
from tests.training import Log

DEVICES = ("phone", "watch", "tablet")
HISTORIES = histories(about_workouts | about_measurements, DEVICES)


class Devices(RuleBasedStateMachine):
    """What each device has to tell is fixed at first; then it is told in pieces."""

    database: ClassVar[Database]

    @initialize(history=HISTORIES)
    def plan(self, history: list[Event]) -> None:
        self.log = Log(self.database, uuid.uuid4().hex)
        self.history = history
        self.told: dict[str, Event] = {}

    @rule(data=st.data(), device=st.sampled_from(DEVICES))
    def tell(self, data: st.DataObject, device: str) -> None:
        """Any of its events, any of them twice, stored before or not."""
        own = [event for event in self.history if event.device_id == device]
        if own:
            part = data.draw(st.lists(st.sampled_from(own), min_size=1, max_size=6))
            self._send(device, part)

    @rule(data=st.data(), device=st.sampled_from(DEVICES))
    def tell_wrongly(self, data: st.DataObject, device: str) -> None:
        """A number that is taken under another id: refused, and nothing changes."""
        taken = [event for event in self.told.values() if event.device_id == device]
        if taken:
            event = data.draw(st.sampled_from(taken))
            other = replace(event, id=uuid.uuid4().hex)
            assert self.log.append(other, device=device) == ["SEQUENCE_TAKEN"]

    def _send(self, device: str, part: Sequence[Event]) -> None:
        seen = set(self.told)
        due = []
        for event in part:
            due.append("DUPLICATE" if event.id in seen else "ACCEPTED")
            seen.add(event.id)
            self.told[event.id] = event
        answer = self.log.gate.append(self.log.owner, device, part)
        assert [outcome.status for outcome in answer.outcomes] == due
        numbers = {event.sequence for event in self.told.values() if event.device_id == device}
        missing = next(number for number in range(1, 99) if number not in numbers)
        assert answer.numbers.next_expected == missing

    def teardown(self) -> None:
        if not hasattr(self, "log"):
            return
        self._expect_what_was_told()
        for device in DEVICES:
            own = [event for event in self.history if event.device_id == device]
            self._send(device, own)
        self._expect_what_was_told()

    def _expect_what_was_told(self) -> None:
        assert _workout(self.log) == reference.told(_about(self.told, EntityKind.WORKOUT))
        measurement = fold_measurement(_about(self.told, EntityKind.MEASUREMENT))
        assert _measurement(self.log) == measurement
        assert self.log.orders() == list(range(1, len(self.told) + 1))
        self.log.expect_replayable()


def test_three_devices_converge_whatever_way_they_tell(database: Database) -> None:
    run_state_machine_as_test(
        type("DevicesHere", (Devices,), {"database": database}),
        settings=settings(
            max_examples=12,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _about(told: dict[str, Event], kind: EntityKind) -> list[Entry]:
    return [one.entry for one in told.values() if one.entity and one.entity.kind is kind]


def _workout(log: Log) -> Workout | None:
    try:
        return log.workouts.find(log.owner, "w")
    except NotFound:
        return None


def _measurement(log: Log) -> Measurement | None:
    try:
        return log.measurements.find(log.owner, "m")
    except NotFound:
        return None
