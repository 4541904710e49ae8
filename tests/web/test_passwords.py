import threading
from functools import partial
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters

from shared.domain.errors import Unavailable
from shared.web.passwords import Checked, Passwords
from tests.races import together

PASSWORDS = Passwords()


class Watched(PasswordHasher):
    """Remembers what it was asked, and how many asked at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=19_456, parallelism=1)
        self.verified: list[str | bytes] = []
        self.running = self.most = 0
        self._lock = threading.Lock()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            return super().hash(password, salt=salt)
        finally:
            with self._lock:
                self.running -= 1

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified.append(hash)
        return super().verify(hash, password)


def test_a_hash_is_argon2id_at_the_recommended_cost() -> None:
    made = PASSWORDS.hash("correct horse")
    parameters = extract_parameters(made)
    assert made.startswith("$argon2id$")
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19_456, 2, 1)
    assert PASSWORDS.hash("correct horse") != made


def test_the_right_password_matches() -> None:
    assert PASSWORDS.check(PASSWORDS.hash("correct horse"), "correct horse") == Checked(True)


@pytest.mark.parametrize(
    ("kept", "given"),
    [
        ("correct horse", "correct horse "),
        ("correct horse", "Correct horse"),
        ("a" * 72 + "b", "a" * 72 + "c"),
        ("jos\u00e9 y josefina", "jose\u0301 y josefina"),
        ("nul", "nul\0"),
        ("long enough", ""),
    ],
)
def test_a_password_is_taken_to_the_letter(kept: str, given: str) -> None:
    assert PASSWORDS.check(PASSWORDS.hash(kept), given) == Checked(False)


def test_a_weaker_hash_that_matches_is_to_be_made_anew() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("correct horse")
    assert PASSWORDS.check(weak, "correct horse") == Checked(True, is_weak=True)
    assert PASSWORDS.check(weak, "wrong horse") == Checked(False)


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA"])
def test_a_hash_that_cannot_be_read_matches_nothing(kept: str) -> None:
    assert PASSWORDS.check(kept, "plain text") == Checked(False)


def test_without_an_account_a_password_is_checked_at_the_same_cost() -> None:
    watched = Watched()
    passwords = Passwords(hasher=watched)
    made = passwords.hash("correct horse")
    assert passwords.check(made, "wrong horse") == Checked(False)
    assert passwords.check(None, "wrong horse") == Checked(False)
    assert passwords.check(None, "") == Checked(False)
    known, *unknown = (extract_parameters(str(kept)) for kept in watched.verified)
    assert unknown == [known, known]


def test_too_many_at_once_are_told_to_come_back() -> None:
    passwords = Passwords(at_once=1, patience_seconds=0)
    results = together([partial(passwords.hash, "correct horse")] * 8)
    assert any(isinstance(result, Unavailable) for result in results)
    assert any(isinstance(result, str) for result in results)
    assert passwords.check(passwords.hash("correct horse"), "correct horse").matches


def test_no_more_run_at_once_than_there_are_slots() -> None:
    watched = Watched()
    passwords = Passwords(at_once=2, hasher=watched)
    together([partial(passwords.hash, "x")] * 12)
    assert watched.most == 2
