from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.body_weights import BodyWeights
from shared.domain.log.measurements import Measurement

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NONE = BodyWeights({})


def weighed(name: str, day: float, kg: float | None) -> tuple[str, Measurement]:
    values = {"waist_cm": 80.0} | ({} if kg is None else {"weight_kg": kg})
    return name, Measurement(name, NOON + day * DAY, values)


def test_the_last_weight_before_counts_and_one_of_the_same_day() -> None:
    weights, _ = NONE.changed([weighed("a", 0, 80.1), weighed("b", 10, 82)])
    assert weights.at(NOON - 2 * DAY) is None
    assert weights.at(NOON - DAY / 2) == Fraction("80.1")
    assert weights.at(NOON + 5 * DAY) == Fraction("80.1")
    assert weights.at(NOON + 9.5 * DAY) == 82
    assert weights.at(NOON + 900 * DAY) == 82


def test_a_change_tells_which_workouts_it_is_about() -> None:
    weights, spans = NONE.changed([weighed("a", 0, 80)])
    assert spans == [(NOON - DAY, None)]
    weights, spans = weights.changed([weighed("b", 10, 82)])
    assert spans == [(NOON + 9 * DAY, None)]
    _, between = weights.changed([weighed("c", 5, 81)])
    assert between == [(NOON + 4 * DAY, NOON + 9 * DAY)]
    _, gone = weights.changed([("a", None)])
    assert gone == [(NOON - DAY, NOON + 9 * DAY)]


def test_what_says_nothing_of_the_weight_moves_nothing() -> None:
    weights, _ = NONE.changed([weighed("a", 0, 80)])
    changes = [weighed("a", 0, 80), weighed("b", 1, None), weighed("c", 2, 0), ("d", None)]
    again, spans = weights.changed(changes)
    assert (again, spans) == (weights, [])


@given(st.data())
def test_no_workout_outside_the_spans_gets_another_weight(data: st.DataObject) -> None:
    change = st.builds(
        lambda name, day, kg: (name, None) if kg is None else weighed(name, day, kg),
        st.sampled_from("abc"),
        st.integers(0, 8).map(lambda half: half / 2),
        st.none() | st.sampled_from([80.0, 81.0]),
    )
    before, _ = NONE.changed(dict(data.draw(st.lists(change))).items())
    after, spans = before.changed(dict(data.draw(st.lists(change))).items())
    for quarter in range(-8, 30):
        moment = NOON + quarter * DAY / 4
        if not any(one.since <= moment and (not one.until or moment < one.until) for one in spans):
            assert before.at(moment) == after.at(moment)
