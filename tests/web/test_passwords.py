import statistics
import threading
import time

import pytest
from argon2 import PasswordHasher, extract_parameters

from shared.domain.errors import Unavailable
from shared.web.passwords import Checked, Passwords

PASSWORDS = Passwords()


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


def test_without_an_account_a_check_takes_as_long() -> None:
    made = PASSWORDS.hash("correct horse")

    def seconds(kept: str | None) -> float:
        start = time.perf_counter()
        assert PASSWORDS.check(kept, "wrong horse") == Checked(False)
        return time.perf_counter() - start

    pairs = [(seconds(made), seconds(None)) for _ in range(15)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.6 < unknown / known < 1.67


def test_too_many_at_once_are_told_to_come_back() -> None:
    passwords = Passwords(at_once=1, patience_seconds=0.05)
    with passwords._slot(), pytest.raises(Unavailable):
        passwords.hash("correct horse")
    assert passwords.check(passwords.hash("correct horse"), "correct horse").matches


def test_no_more_run_at_once_than_there_are_slots() -> None:
    passwords = Passwords(at_once=2)
    running, most, lock = 0, 0, threading.Lock()

    class Watched:
        def hash(self, password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1
            return password

    passwords._hasher = Watched()  # type: ignore[assignment]
    threads = [threading.Thread(target=passwords.hash, args=("x",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2
