"""Lint: what could be better about a plan, and for what it can the change that mends it."""

from shared.domain.catalogue import Catalogue
from shared.domain.linting.findings import (
    AboutEntry,
    AboutPlan,
    AboutSession,
    Finding,
    Key,
    Patch,
    Rule,
)
from shared.domain.linting.ground import Ground
from shared.domain.linting.layout import harder, layout_keys, more_days, with_a_range
from shared.domain.linting.remedies import remedy
from shared.domain.linting.wording import message, severity
from shared.domain.programs import Plan
from shared.domain.targets import Targets

__all__ = ["Finding", "lint"]


def lint(plan: Plan, catalogue: Catalogue, targets: Targets) -> tuple[Finding, ...]:
    """Muscle by muscle, then the plan as a whole, then session by session. Applying the fix of one
    finding and linting again, over and over, comes to an end.

    Raises `Invalid` naming the place of an exercise that the catalogue does not know."""
    ground = Ground(plan, catalogue, targets)
    return tuple(_finding(ground, key) for key in (*ground.keys, *layout_keys(plan)))


def _finding(ground: Ground, key: Key) -> Finding:
    session = key.session if isinstance(key, AboutSession | AboutEntry) else None
    return Finding(
        rule=key.rule,
        severity=severity(ground, key),
        message=message(ground, key),
        muscle=None if isinstance(key, AboutEntry | AboutPlan) else key.muscle,
        session_index=session,
        session_id=None if session is None else ground.plan.sessions[session].id or None,
        fix=_fix(ground, key),
    )


def _fix(ground: Ground, key: Key) -> Patch | None:
    match key:
        case AboutPlan(Rule.MORE_SESSIONS_THAN_DAYS):
            return more_days(ground)
        case AboutEntry(rule, session, place):
            entry = ground.plan.sessions[session].exercises[place]
            path = f"/sessions/{session}/exercises/{place}"
            if rule is Rule.HIGH_RIR:
                return harder(entry, path)
            return with_a_range(entry, path) or remedy(ground, key)
        case _:
            return remedy(ground, key)
