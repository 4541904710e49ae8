"""The rules of a catalogue that need no database."""

from dataclasses import replace

import pytest

from shared.domain.errors import Conflict
from shared.domain.exercises import Standing
from shared.store.catalogue_changes import MOST_CUSTOM_EXERCISES, Records, add
from shared.store.exercise_records import record_of
from tests.stocked import custom_exercise

ORG = "6f1e7c1a-0f0b-4bb1-9d43-111111111111"


def records(standing: Standing) -> Records:
    """As many as there is room for."""
    exercise = custom_exercise(ORG, "any", "Any")
    return {
        str(number): record_of(replace(exercise, name=f"Name {number}", standing=standing))
        for number in range(MOST_CUSTOM_EXERCISES)
    }


def test_a_full_catalogue_is_refused_with_the_numbers() -> None:
    with pytest.raises(Conflict) as refused:
        add(records(Standing.ACTIVE), custom_exercise(ORG, "new", "New"), frozenset())
    assert refused.value.details == {"limit": 500, "count": 500}


@pytest.mark.parametrize("standing", [Standing.ARCHIVED, Standing.REMOVED])
def test_what_is_archived_or_removed_takes_no_room(standing: Standing) -> None:
    held = records(standing)
    add(held, custom_exercise(ORG, "new", "New"), frozenset())
    assert "new" in held
