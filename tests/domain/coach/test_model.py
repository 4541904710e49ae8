"""What is asked of a language model, and what it answers."""

from shared.domain.coach.model import Answer, Tokens
from shared.domain.errors import ModelDown


def test_tokens_of_several_rounds_add_up() -> None:
    assert sum([Tokens(10, 2), Tokens(30, 5)], Tokens()) == Tokens(40, 7)
    assert Tokens(40, 7) - Tokens(10, 2) == Tokens(30, 5)


def test_two_answers_that_say_the_same_are_the_same_however_the_provider_wrote_them() -> None:
    assert Answer("Rest.", raw={"parts": ["Rest."]}) == Answer("Rest.")
    assert "parts" not in repr(Answer("Rest.", raw={"parts": ["Rest."]}))


def test_a_model_that_is_not_there_is_told_from_one_that_is_down() -> None:
    assert ModelDown(absent=True).absent
    assert not ModelDown().absent
