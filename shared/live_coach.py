"""The one place where what the coach's answers stand on is put together from the real things."""

from collections.abc import Sequence

from shared.clock import utc_now
from shared.coach.grounding import StoredGrounding
from shared.coach.lookups import Lookups
from shared.coach.rules import Allowance
from shared.domain.access import Caller
from shared.domain.coach.own_texts import OwnText, Source
from shared.domain.coach.quota import Month, monthly_limit
from shared.events.noting import live_noting
from shared.live import live_gate
from shared.live_recalling import live_texts_by_meaning
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.coach_memory import live_coach_memory
from shared.store.coach_usage import live_coach_usage
from shared.store.measurements import live_measurements
from shared.store.programs import live_programs
from shared.store.records import live_records
from shared.store.training import live_training
from shared.store.workouts import live_workouts


@once
def live_lookups() -> Lookups:
    return Lookups(
        programs=live_programs(),
        catalogue=live_catalogue(),
        workouts=live_workouts(),
        records=live_records(),
        training=live_training(),
        measurements=live_measurements(),
        now=utc_now,
    )


@once
def live_grounding() -> StoredGrounding:
    return StoredGrounding(
        lookups=live_lookups(),
        kept=live_coach_memory(),
        allowance_of=allowance_of,
        find_texts=_find_texts,
        note=_note,
    )


def allowance_of(caller: Caller) -> Allowance:
    month, organization = Month.of(utc_now()), caller.organization_id
    tier = live_gate().acquainted().find_tier(organization)
    used = live_coach_usage().of(organization, month).used_on(tier)
    return Allowance(used, monthly_limit(tier), month.ends_at)


def _find_texts(caller: Caller, words: str) -> Sequence[OwnText]:
    return live_texts_by_meaning().find(words, caller.user_id, caller.organization_id)


def _note(caller: Caller, ids: Sequence[str]) -> None:
    live_noting().texts(caller.user_id, caller.organization_id, Source.MEMORY, ids)
