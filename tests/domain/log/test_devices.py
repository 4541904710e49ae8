"""Stored sequence numbers against a plain set of numbers."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.devices import Numbers


@given(st.lists(st.integers(1, 14)))
def test_numbers_are_a_set(told: list[int]) -> None:
    numbers, plain = Numbers(), set[int]()
    for number in told:
        numbers = numbers.with_number(number)
        plain.add(number)
    assert {number for number in range(16) if number in numbers} == plain
    assert numbers.next_unused == max(plain, default=0) + 1
    missing = next(number for number in range(1, 16) if number not in plain)
    assert (numbers.last_contiguous, numbers.next_expected) == (missing - 1, missing)
    # No two runs touch: equal sets look the same.
    for (_, last), (first, _) in zip(numbers.runs, numbers.runs[1:], strict=False):
        assert first > last + 1


def test_a_run_is_two_numbers_however_long() -> None:
    numbers = Numbers()
    for number in (*range(1, 500), *range(501, 1000), 500):
        numbers = numbers.with_number(number)
    assert numbers.runs == ((1, 999),)
