"""What an organisation asks of the coach: `orgs/{oid}/usage/{yyyymm}`, a document a month.

Each change is written on the precondition that nobody else changed the document meanwhile, so no
answer is counted twice or lost, however many are asked for at once (docs/decisions/0033).
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import utc_now
from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import (
    Denied,
    Month,
    Reservation,
    Spent,
    Usage,
    charge,
    give_back,
    reserve,
)
from shared.domain.entitlements import Tier
from shared.domain.errors import Unavailable
from shared.domain.limits import FairUse
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.usage import current_period, with_tokens
from shared.store.writes import Create, Delete, Document, Path, Put, Write

_PATIENCE_SECONDS = 15.0
_LONGEST_PAUSE_SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """A reservation, for the month in which it was made."""

    name: str
    organization_id: str
    month: Month
    tier: Tier


@dataclass(frozen=True)
class FirestoreCoachUsage:
    database: Database
    now: Callable[[], datetime] = utc_now
    patience_seconds: float = _PATIENCE_SECONDS

    def of(self, organization_id: str, month: Month) -> Usage:
        return _usage(self.database.get(_path(organization_id, month)))

    def hold(
        self, name: str, organization_id: str, user_id: str, tier: Tier, fair: FairUse
    ) -> Held | Denied:
        """Reserve one answer. While all that is left is held by others it waits for them to be
        charged or to give back; CROWDED when that took too long."""
        give_up, turn = time.monotonic() + self.patience_seconds, 0
        while True:
            held = Held(name, organization_id, Month.of(self.now()), tier)
            with self.database.turn(organization_id):
                outcome = self._try(held, user_id, fair)
            if outcome is None:
                return held
            if outcome is not Denied.CROWDED or time.monotonic() >= give_up:
                return outcome
            turn += 1
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE_SECONDS, 0.02 * 2**turn)))  # noqa: S311

    def charge(self, held: Held, spent: Spent, besides: Callable[[], Sequence[Write]]) -> None:
        """Count the answer, in one batch with what is kept of it. `besides` runs again when
        somebody else wrote meanwhile. Raises `Exists` when what it creates is there: this was
        done before. Raises `Unavailable` when the reservation ran out."""

        def attempt() -> None:
            found = self.database.get(_path(held.organization_id, held.month))
            charged = charge(_usage(found), held.name, spent)
            if charged is None:
                raise Unavailable
            write = _write(held, found, charged)
            self.database.commit(write, *self._of_the_period(held, spent), *besides())

        self.database.contended(attempt, at=held.organization_id)

    def give_back(self, held: Held, spent: Spent) -> None:
        """The answer does not count; what it cost does."""
        self.database.contended(lambda: self._spend(held, spent), at=held.organization_id)

    def add(self, held: Held, spent: Spent) -> None:
        """What an answer has cost since it was charged."""
        self.database.contended(
            lambda: self._spend(held, spent, self._of_the_period), at=held.organization_id
        )

    def _spend(
        self,
        held: Held,
        spent: Spent,
        besides: Callable[[Held, Spent], Sequence[Write]] = lambda *_: (),
    ) -> None:
        found = self.database.get(_path(held.organization_id, held.month))
        write = _write(held, found, give_back(_usage(found), held.name, spent))
        self.database.commit(write, *besides(held, spent))

    def _try(self, held: Held, user_id: str, fair: FairUse) -> Denied | None:
        found = self.database.get(_path(held.organization_id, held.month))
        outcome = reserve(_usage(found), held.name, user_id, held.tier, fair, self.now())
        if isinstance(outcome, Denied):
            return outcome
        try:
            self.database.commit(_write(held, found, outcome))
        except (Changed, Exists):
            # Somebody else was faster: they hold one now.
            return Denied.CROWDED
        return None

    def _of_the_period(self, held: Held, spent: Spent) -> Sequence[Write]:
        """Paid periods are counted by tokens beside the months."""
        if held.tier is not Tier.PRO:
            return ()
        found = self.database.get(current_period(held.organization_id))
        return () if found is None else (with_tokens(found, spent.tokens),)


@once
def live_coach_usage() -> FirestoreCoachUsage:
    return FirestoreCoachUsage(live_database())


def summed(found: Document, there: Document | None, to: Path) -> list[Write]:
    """A month of one organisation counted into the same month of another, and gone."""
    both = _usage(there).with_that_of(_usage(found))
    data = {**_document(both), "month": to[-1]}
    counted = Create(to, data) if there is None else Put(to, data, unchanged_since=there)
    return [counted, Delete(found.path, unchanged_since=found)]


def _path(organization_id: str, month: Month) -> Path:
    return ("orgs", organization_id, "usage", str(month))


def _write(held: Held, found: Document | None, usage: Usage) -> Create | Put:
    path = _path(held.organization_id, held.month)
    data = {**_document(usage), "month": str(held.month)}
    return Create(path, data) if found is None else Put(path, data, unchanged_since=found)


def _document(usage: Usage) -> dict[str, object]:
    return {
        "used": usage.used,
        "used_free": usage.used_free,
        "tokens_in": usage.spent.tokens.taken_in,
        "tokens_out": usage.spent.tokens.sent_out,
        "cost_micros": usage.spent.micros,
        "reserved": {
            name: {"user_id": held.user_id, "tier": held.tier, "until": held.until}
            for name, held in usage.reserved.items()
        },
    }


def _usage(document: Document | None) -> Usage:
    if document is None:
        return Usage()
    data = document.data
    return Usage(
        used=data["used"],
        used_free=data["used_free"],
        spent=Spent(Tokens(data["tokens_in"], data["tokens_out"]), data["cost_micros"]),
        reserved={
            name: Reservation(held["user_id"], Tier(held["tier"]), held["until"])
            for name, held in data["reserved"].items()
        },
    )
