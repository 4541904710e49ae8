"""List prices, what is counted, and a table of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PRICES: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "prices.yaml").read_text())
MESSAGE_BYTES = 1_000
"""What Pub/Sub bills at least."""
REQUEST_SECONDS = 0.1
"""What is billed of a request at least, and more than nearly all of ours take."""
MEMORY_GIB = 0.5


@dataclass(frozen=True, slots=True)
class Counted:
    """Firestore operations of one request, event or run."""

    reads: int
    writes: int
    announces: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    quantity: float
    price: float

    @property
    def money(self) -> float:
        return self.quantity * self.price


def line(what: str, quantity: float, price: str) -> Line:
    return Line(what, quantity, PRICES[price])


def table(lines: Sequence[Line]) -> str:
    rows = [f"| {one.what} | {_number(one.quantity)} | ${one.money:.4f} |" for one in lines]
    return "\n".join(
        [
            "| what | how much | money |",
            "|---|---:|---:|",
            *rows,
            f"| **total** | | **${total(lines):.2f}** |",
        ]
    )


def total(lines: Sequence[Line]) -> float:
    return sum(one.money for one in lines)


def _number(quantity: float) -> str:
    return f"{quantity:,.0f}" if quantity >= 10 else f"{quantity:.4f}"
