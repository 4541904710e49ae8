"""What the platform comes to: figures that Firestore counts and adds up by its indexes.

No document is read. Each figure is counted by itself: two of them may differ by what happened in
between. Days and months are those of UTC.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared import tally
from shared.domain.accounts import AccountStanding
from shared.domain.billing import Plan
from shared.domain.coach.quota import Month
from shared.store.database import Database, Totals
from shared.store.queries import Query, Where

_AT_ONCE = 6
_MOST_CURRENCIES = 20
_COLLECTED = ("paid", "partial_refund", "refunded")
_OF_MONEY = ("refunded_amount", "tax", "total")
_OF_RECURRING = ("tax", "total")
_OF_COACH = ("cost_micros", "tokens_in", "tokens_out", "used")

Asks = Mapping[str, Callable[[], Totals]]


@dataclass(frozen=True)
class Figures:
    """`totals`: by name, as the functions below make them."""

    at: datetime
    currencies: Sequence[str]
    totals: Mapping[str, Totals]

    def count(self, name: str) -> int:
        return self.totals[name].count

    def sums(self, name: str) -> Mapping[str, int]:
        return self.totals[name].sums


@dataclass(frozen=True)
class FirestoreFigures:
    database: Database
    now: Callable[[], datetime]

    def counted(self) -> Figures:
        now, currencies = self.now(), list(self._currencies())
        asks = {
            **self._people(now),
            **self._subscriptions(now),
            **self._coach(now),
            **{name: ask for one in currencies for name, ask in self.money(one, now)},
        }
        return Figures(now, currencies, _all(asks))

    def _people(self, now: datetime) -> Asks:
        def ask(*where: Where) -> Callable[[], Totals]:
            return lambda: self.database.totals(Query("users", where), ())

        def since(days: int) -> str:
            return f"{now - timedelta(days=days - 1):%Y-%m-%d}"

        return {
            "people": ask(),
            "anonymous": ask(Where("email", "==", None)),
            "verified": ask(Where("is_verified", "==", True)),
            "suspended": ask(Where("standing", "==", AccountStanding.SUSPENDED)),
            **{f"new {n}": ask(Where("created_at", ">=", now - timedelta(n))) for n in (7, 30)},
            **{f"active {n}": ask(Where("seen_on", ">=", since(n))) for n in (1, 7, 30)},
        }

    def _subscriptions(self, now: datetime) -> Asks:
        def ask(plan: Plan, status: str, *where: Where) -> Callable[[], Totals]:
            every = [Where("plan", "==", plan), Where("status", "==", status), *where]
            return lambda: self.database.totals(Query("subscriptions", every), ())

        paid_up = Where("ends_at", ">", now)
        told = {
            f"{plan} {status}": ask(plan, status)
            for plan in Plan
            for status in ("active", "on_trial", "past_due", "paused")
        }
        return told | {f"{plan} cancelled": ask(plan, "cancelled", paid_up) for plan in Plan}

    def _coach(self, now: datetime) -> Asks:
        query = Query("usage", [Where("month", "==", str(Month.of(now)))], everywhere=True)
        return {"coach": lambda: self.database.totals(query, _OF_COACH)}

    def _currencies(self) -> Iterator[str]:
        """Each is found behind the one before it: a read for each, however many invoices."""
        last = ""
        for _ in range(_MOST_CURRENCIES):
            where = [Where("currency", ">", last)]
            query = Query("invoices", where, [("currency", False)], limit=1, only=("currency",))
            found = self.database.query(query)
            if not found:
                return
            last = found[0].data["currency"]
            yield last

    def money(self, currency: str, now: datetime) -> Iterator[tuple[str, Callable[[], Totals]]]:
        def ask(
            fields: Sequence[str], status: str, since: datetime, *where: Where
        ) -> Callable[[], Totals]:
            every = [
                Where("currency", "==", currency),
                *where,
                Where("status", "==", status),
                Where("created_at", ">=", since),
            ]
            return lambda: self.database.totals(Query("invoices", every), fields)

        for status in _COLLECTED:
            yield f"{currency} {status}", ask(_OF_MONEY, status, Month.of(now).begins_at)
        for plan, months in ((Plan.PRO_MONTHLY, 1), (Plan.PRO_YEARLY, 12)):
            since, of_plan = months_before(now, months), Where("plan", "==", plan)
            yield f"{currency} {plan}", ask(_OF_RECURRING, "paid", since, of_plan)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of that month, or its last one."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _all(asks: Asks) -> Mapping[str, Totals]:
    """A few at once. What they cost is counted for who asked."""

    def one(ask: Callable[[], Totals]) -> tuple[Totals, int]:
        spent = tally.begin()
        return ask(), spent.reads

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        told = list(pool.map(one, asks.values()))
    tally.count(reads=sum(reads for _, reads in told))
    return dict(zip(asks, (totals for totals, _ in told), strict=True))
