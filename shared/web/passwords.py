"""Hashing and checking of passwords with argon2id, as many at once as the instance can bear."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from shared import log
from shared.domain.errors import Unavailable
from shared.once import once

# OWASP's floor for argon2id: 19 MiB, two passes. About 20 ms of one core.
_MEMORY_KIB = 19_456
_PASSES = 2
# Each check takes 19 MiB and a core while it runs: four are 76 MiB of an instance of 512, and more
# than its cores. The others wait in line, and after that are told to come back.
_AT_ONCE = 4
_PATIENCE_SECONDS = 3.0

# The hash of nothing in particular, with today's cost: checked for accounts that do not exist.
_NOBODYS_HASH = (
    f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p=1"
    "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """`is_weak`: it matches, and its hash should be made anew at today's cost."""

    matches: bool
    is_weak: bool = False


class Passwords:
    """Passwords are hashed as they are, every character of them."""

    def __init__(
        self,
        at_once: int = _AT_ONCE,
        patience_seconds: float = _PATIENCE_SECONDS,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._hasher = hasher or PasswordHasher(
            time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1, hash_len=32, salt_len=16
        )
        self._slots, self._patience = BoundedSemaphore(at_once), patience_seconds

    def hash(self, password: str) -> str:
        """Raises `Unavailable` when too many are being hashed."""
        with self._slot():
            return self._hasher.hash(password)

    def check(self, password_hash: str | None, password: str) -> Checked:
        """Takes as long without a hash: nobody learns from the time which accounts exist."""
        with self._slot():
            try:
                self._hasher.verify(password_hash or _NOBODYS_HASH, password)
            except VerifyMismatchError:
                return Checked(matches=False)
            except (VerificationError, InvalidHashError) as error:
                log.failure("a stored password hash cannot be read", error)
                return Checked(matches=False)
        if password_hash is None:
            return Checked(matches=False)
        return Checked(matches=True, is_weak=self._hasher.check_needs_rehash(password_hash))

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=self._patience):
            raise Unavailable
        try:
            yield
        finally:
            self._slots.release()


@once
def live_passwords() -> Passwords:
    return Passwords()
