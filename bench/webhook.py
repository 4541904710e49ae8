"""`python -m bench.webhook`: the billing webhook beside the smallest function that publishes."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from bench import telling
from bench.figures import Plan, measure
from bench.load import BenchFailed, Target, timed
from bench.provider import PATH, delivery, event, make_way
from bench.serving import HELLO, PUBLISHING, serve
from tools.local.processes import StartFailed, stop
from tools.local.testing import emulators_for_tests

_PART, _PROJECT = "webhook", "hypertroq-bench"
_SETTINGS = {
    "GOOGLE_CLOUD_PROJECT": _PROJECT,
    "CORS_ORIGINS": "",
    "TRUSTED_PROXY_HOPS": "0",
    "LIMITS": "production",
}
_FLOOR, _WEBHOOK = "floor: one message published", "POST webhooks/lemonsqueezy"
_REFUSED = "POST webhooks/lemonsqueezy, not signed"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.webhook", description=__doc__)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--record", action="store_true", help="put the ratios into docs/")
    options = parser.parse_args(arguments)
    plan = Plan(rounds=options.rounds)
    try:
        with _served() as targets:
            rows = telling.times(measure(targets, plan), _FLOOR)
            rates = _rates(targets, plan)
    except (BenchFailed, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    print(telling.table(rows), telling.table(rates), sep="\n\n")
    telling.keep(_PART, {"times": rows, "rates": rates})
    if options.record:
        telling.record(_PART, [telling.markdown(rows), telling.markdown(rates)])
    return 0


@contextmanager
def _served() -> Iterator[list[Target]]:
    with emulators_for_tests() as emulators, ExitStack() as ending:
        make_way(emulators, _PROJECT)
        ports = {}
        for name in (HELLO, PUBLISHING, "billing_webhook"):
            served = serve(name, _SETTINGS)
            ending.callback(stop, [served.child])
            ports[name] = served.port
        yield _targets(ports[HELLO], ports[PUBLISHING], ports["billing_webhook"])


def _targets(hello: int, publishing: int, webhook: int) -> list[Target]:
    forged = {"X-Signature": "0" * 64}
    return [
        Target("floor: hello", hello, "/"),
        Target(_FLOOR, publishing, "/", "POST", {}, event()),
        delivery(_WEBHOOK, webhook),
        Target(_REFUSED, webhook, PATH, "POST", forged, event(), 401),
    ]


def _rates(targets: Sequence[Target], plan: Plan) -> list[dict[str, Any]]:
    """Requests a second with as many under way as measured, and how many of the floor's."""
    found: dict[str, dict[int, list[float]]] = {target.name: {} for target in targets}
    for _ in range(plan.rounds):
        for concurrency, requests in plan.requests.items():
            for target in targets:
                started = time.perf_counter()
                timed(target, concurrency, requests)
                rate = requests / (time.perf_counter() - started)
                found[target.name].setdefault(concurrency, []).append(rate)
    rows = []
    for name, rates in found.items():
        row: dict[str, Any] = {"requests a second": name}
        for concurrency, ours in rates.items():
            floor = found[_FLOOR][concurrency]
            shares = [our / its for our, its in zip(ours, floor, strict=True)]
            row |= {
                f"c={concurrency} a second ms": round(median(ours)),
                f"c={concurrency}": round(median(shares), 2),
            }
        rows.append(row)
    return rows


if __name__ == "__main__":
    sys.exit(main())
