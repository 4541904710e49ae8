"""`python -m bench.solver`: how long it takes to make a program of 60 exercises for 18 muscles, to
say which wishes clash, and to balance a program."""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

from bench import telling
from shared.domain.catalogue import Catalogue
from shared.domain.errors import Infeasible
from shared.domain.linting.ground import Ground
from shared.domain.planning.balancing import balance
from shared.domain.planning.candidates import candidates
from shared.domain.planning.formulating import formulate
from shared.domain.planning.generation import generate
from shared.domain.planning.model import Model
from shared.domain.planning.proposing import Measures
from shared.domain.planning.rebalancing import rebalancing
from shared.domain.planning.splits import splits_for
from shared.domain.planning.wishes import Goal, Wishes
from shared.domain.programs import Plan, Weekday, Weekly
from shared.solver.highs import Highs
from shared.web.plans import plan_of
from tools.seed.catalogue import load_catalogue
from tools.seed.templates import load_templates

ROUNDS = 5
DAYS = (2, 3, 4, 5, 6, 7)
BALANCED = ("PHUL", "Metallicadpa PPL")
_PART = "solver"
_WRITTEN_AT = datetime(2026, 1, 5, tzinfo=UTC)
_LONG_ENOUGH = 60.0
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.solver", description=__doc__)
    parser.add_argument("--record", action="store_true", help="put the figures into docs/")
    options = parser.parse_args(arguments)
    exercises = load_catalogue(written_at=_WRITTEN_AT)
    rows = list(_measured(Catalogue.of({one.id: one for one in exercises}, 1)))
    print(telling.table(rows))
    telling.keep(_PART, rows)
    if options.record:
        telling.record(_PART, [telling.markdown(rows)])
    return 0


def _measured(catalogue: Catalogue) -> Iterator[Row]:
    for days in DAYS:
        wishes = Wishes(Goal.HYPERTROPHY, Weekly(tuple(Weekday)[:days]))
        chosen = candidates(catalogue, wishes)
        formed = formulate(wishes, splits_for(wishes.structure)[0], chosen)
        name = f"a program for {days} days, of {len(chosen)} exercises"
        yield _row(name, formed.model, partial(generate, wishes, catalogue, Highs()))
    short = Wishes(Goal.HYPERTROPHY, Weekly(tuple(Weekday)[:3]), minutes=60)
    formed = formulate(short, splits_for(short.structure)[0], candidates(catalogue, short))
    yield _row("3 days of 60 minutes: what clashes", formed.model, lambda: _clash(short, catalogue))
    for plan in _templates():
        measures = Measures(catalogue, {}, plan_of)
        model = rebalancing(Ground(plan, catalogue, {})).model
        yield _row(f"balancing {plan.name}", model, partial(balance, plan, measures, Highs()))


def _templates() -> list[Plan]:
    known = {one.plan.name: one.plan for one in load_templates()}
    return [known[name] for name in BALANCED]


def _clash(wishes: Wishes, catalogue: Catalogue) -> None:
    try:
        generate(wishes, catalogue, Highs())
    except Infeasible:
        return


def _row(name: str, model: Model, work: Callable[[], object]) -> Row:
    """Against solving the same model with nothing whole, which is what any solver does first."""
    whole, relaxed = [], []
    for _ in range(ROUNDS):
        relaxed.append(_seconds(lambda: Highs().solve(model, _LONG_ENOUGH, relaxed=True)))
        whole.append(_seconds(work))
    return {
        "what": name,
        "variables": len(model.variables),
        "constraints": len(model.constraints),
        "p50 s": round(median(whole), 2),
        "worst s": round(max(whole), 2),
        "relaxed solves": round(median(whole) / median(relaxed)),
    }


def _seconds(work: Callable[[], object]) -> float:
    """Of this thread's processor, which is all a solve takes, however busy the machine is."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


if __name__ == "__main__":
    raise SystemExit(main())
