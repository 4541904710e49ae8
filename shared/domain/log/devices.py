"""Which sequence numbers of a device are stored."""

from bisect import bisect_right
from dataclasses import dataclass

SERVER_PREFIX = "server-"
"""Devices of this name are ours; no client may use one."""
REST_DEVICE = f"{SERVER_PREFIX}rest"
IMPORT_DEVICE = f"{SERVER_PREFIX}import"
MERGE_DEVICE = f"{SERVER_PREFIX}merge"
"""Of what came out of another log and found its own number taken."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A set of numbers from 1 on, as the runs it has: pairs of first and last, rising."""

    runs: tuple[tuple[int, int], ...] = ()

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.runs, number, key=lambda run: run[0]) - 1
        return at >= 0 and number <= self.runs[at][1]

    def joins(self, number: int) -> bool:
        """Whether taking this in leaves no more numbers missing in between than before."""
        return number == 1 or number - 1 in self or number + 1 in self

    def with_number(self, number: int) -> "Numbers":
        if number in self:
            return self
        at = bisect_right(self.runs, number, key=lambda run: run[0])
        before, after = list(self.runs[:at]), list(self.runs[at:])
        first = last = number
        if before and before[-1][1] == number - 1:
            first = before.pop()[0]
        if after and after[0][0] == number + 1:
            last = after.pop(0)[1]
        return Numbers((*before, (first, last), *after))

    @property
    def last_contiguous(self) -> int:
        """The number up to which all are there, from 1 on; 0 when 1 is missing."""
        return self.runs[0][1] if self.runs and self.runs[0][0] == 1 else 0

    @property
    def next_expected(self) -> int:
        return self.last_contiguous + 1

    @property
    def next_unused(self) -> int:
        """Higher than any."""
        return self.runs[-1][1] + 1 if self.runs else 1
