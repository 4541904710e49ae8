"""`python -m bench.run`: the product's hot routes beside the floor and the classical design."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from bench import telling
from bench.content import exercises
from bench.figures import Plan, Results, measure
from bench.load import BenchFailed, Target, fetch
from bench.peers.serving import running as running_peer
from bench.serving import FLOOR, HELLO, serve
from bench.targets import (
    FIRST_PROGRAM,
    FIRST_VOLUME,
    FLOOR_READ,
    PEER,
    PROGRAM,
    VOLUME,
    floor_targets,
    product_targets,
    reading,
)
from bench.world import World, running
from tools.local.processes import StartFailed, stop

_PART = "routes"
_PAIRS = {
    PROGRAM: PEER + PROGRAM,
    FIRST_PROGRAM: PEER + PROGRAM,
    VOLUME: PEER + VOLUME,
    FIRST_VOLUME: PEER + VOLUME,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--record", action="store_true", help="put the ratios into docs/")
    options = parser.parse_args(arguments)
    try:
        results = _measured(Plan(rounds=options.rounds))
    except (BenchFailed, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    rows, peer = telling.times(results, FLOOR_READ), telling.against(results, _PAIRS)
    print(telling.table(rows), telling.table(peer), sep="\n\n")
    telling.keep(_PART, {"times": rows, "peer": peer})
    if options.record:
        telling.record(_PART, [telling.markdown(rows), telling.markdown(peer)])
    return 0


def _measured(plan: Plan) -> Results:
    with running() as world, ExitStack() as ending:
        ports = {}
        for name in (HELLO, FLOOR):
            served = serve(name, world.settings)
            ending.callback(stop, [served.child])
            ports[name] = served.port
        targets = floor_targets(ports[HELLO], ports[FLOOR]) + product_targets(world)
        targets += ending.enter_context(_peer_targets(world))
        return measure(targets, plan)


@contextmanager
def _peer_targets(world: World) -> Iterator[list[Target]]:
    """None, with a word, on a machine that has no PostgreSQL."""
    content = {
        "user_id": world.user_id,
        "program": world.program,
        "exercises": list(exercises()),
    }
    with ExitStack() as ending:
        try:
            peer = ending.enter_context(running_peer(content))
        except StartFailed as missing:
            print(f"without the peer: {missing}", file=sys.stderr)
            yield []
            return
        targets = reading(peer.port, peer.port, world.program["id"], peer.bearer, PEER)
        _refuse_difference(product_targets(world), targets)
        yield targets


def _refuse_difference(ours: Sequence[Target], theirs: Sequence[Target]) -> None:
    """A comparison means something only when both answer the same."""
    by_name = {target.name: target for target in ours}
    for target in theirs:
        mine = by_name[target.name.removeprefix(PEER)]
        if _data(mine) != _data(target):
            raise BenchFailed(f"the peer answers something else for {mine.name}")


def _data(target: Target) -> Any:
    return json.loads(fetch(target))["data"]


if __name__ == "__main__":
    sys.exit(main())
