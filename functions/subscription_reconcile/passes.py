"""The two passes: over everything, and over what is near a turn."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared import log
from shared.clients.lemonsqueezy import LemonSqueezy
from shared.clients.lemonsqueezy_answers import Shown
from shared.domain.billing import KnownSubscription, Plan
from shared.store.billing_asked import Asked, Taken

_MOST_ASKED_SINGLY = 200
"""Of what a list did not show. Are there more, then something else is wrong than those."""
_MOST_BUYERS = 200
"""Who have a checkout open. Each costs a call; the night asks for everybody anyway."""


@dataclass(frozen=True)
class Deps:
    asked: Asked
    provider: LemonSqueezy
    announce_late: Callable[[], int]
    now: Callable[[], datetime]


@dataclass
class Findings:
    taken: Counter[Taken] = field(default_factory=Counter)
    missing: int = 0
    """We know them, and the provider says that it does not. Nobody loses anything by it: a wrong
    key would look the same."""

    def counts(self) -> dict[str, int]:
        """`drifted`: what we had wrong or did not know. The rest says what became of it."""
        taken = self.taken
        return {
            "checked": taken.total() + self.missing,
            "drifted": taken.total() - taken[Taken.SAME] - taken[Taken.WAITING] + self.missing,
            "repaired": taken[Taken.REPAIRED],
            "claimed": taken[Taken.CLAIMED],
            "parked": taken[Taken.PARKED],
            "waiting": taken[Taken.WAITING],
            "missing": self.missing,
        }

    @property
    def is_drift(self) -> bool:
        return self.counts()["drifted"] > 0


def all_of_them(deps: Deps) -> Findings:
    """By lists of a hundred. What we know is read once, before it is asked for."""
    known = {one.id: one for one in deps.asked.subscriptions.all_known()}
    findings, seen = Findings(), set[str]()
    for shown in deps.provider.subscriptions():
        seen.add(shown.snapshot.id)
        _take(deps, findings, shown, known)
    _ask_singly(deps, findings, [one for name, one in known.items() if name not in seen])
    return findings


def near_ones(deps: Deps) -> Findings:
    now, findings = deps.now(), Findings()
    near = [one for one in deps.asked.subscriptions.near(now) if not _is_over(one)]
    _ask_singly(deps, findings, near, most=len(near))
    for address in _buyers(deps, now):
        for shown in deps.provider.subscriptions(address):
            _take(deps, findings, shown, {})
    return findings


def _ask_singly(
    deps: Deps,
    findings: Findings,
    known: Iterable[KnownSubscription],
    most: int = _MOST_ASKED_SINGLY,
) -> None:
    for number, one in enumerate(known):
        shown = deps.provider.subscription(one.id) if number < most else None
        if shown is None:
            findings.missing += 1
            log.event("WARNING", "the provider does not show a subscription", id=one.id)
        else:
            _take(deps, findings, shown, {one.id: one})


def _take(
    deps: Deps, findings: Findings, shown: Shown, known: Mapping[str, KnownSubscription]
) -> None:
    told = shown.snapshot
    taken = deps.asked.take(told, shown.email, known.get(told.id))
    findings.taken[taken] += 1
    if taken not in (Taken.SAME, Taken.WAITING):
        log.event("WARNING", "a subscription had drifted", id=told.id, taken=taken)


def _buyers(deps: Deps, now: datetime) -> list[str]:
    """Who might have paid since, and no event told us: the addresses of who has a checkout open."""
    open_now = [intent for plan in Plan for intent in deps.asked.checkouts.open_at(now, plan)]
    users = sorted({intent.user_id for intent in open_now})
    if len(users) > _MOST_BUYERS:
        log.event("WARNING", "more buyers than an hour asks for", buyers=len(users))
    accounts = (deps.asked.accounts.find(user) for user in users[:_MOST_BUYERS])
    return sorted({account.email for account in accounts if account and account.email})


def _is_over(known: KnownSubscription) -> bool:
    return known.snapshot.status == "expired" and not known.doubtful
