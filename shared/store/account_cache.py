"""Accounts remembered for a few seconds, so that not every request reads the caller's."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from shared.domain.accounts import Account
from shared.once import once

ACCOUNT_CACHE_SECONDS = 10
"""How long another instance may go on believing in a session that has ended."""
_MOST_ACCOUNTS = 2_000


class AccountCache:
    """Threads may share it. What is in it is as old as its read's *beginning*."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: int = _MOST_ACCOUNTS
    ) -> None:
        self._clock, self._most = clock, most
        self._held: OrderedDict[str, tuple[float, Account]] = OrderedDict()
        self._drops = 0
        self._lock = Lock()

    def get(self, user_id: str) -> Account | None:
        with self._lock:
            held = self._held.get(user_id)
        if held is None or self._clock() - held[0] >= ACCOUNT_CACHE_SECONDS:
            return None
        return held[1]

    def read_through(self, user_id: str, read: Callable[[str], Account | None]) -> Account | None:
        """Ask `read` and keep what it says, unless an account was changed here meanwhile: then
        nobody knows whether the read saw it."""
        began, drops = self._clock(), self._drops
        account = read(user_id)
        with self._lock:
            if account is not None and self._drops == drops:
                self._held[user_id] = (began, account)
                self._held.move_to_end(user_id)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return account

    def drop(self, user_id: str) -> None:
        with self._lock:
            self._drops += 1
            self._held.pop(user_id, None)


@once
def live_account_cache() -> AccountCache:
    return AccountCache()
