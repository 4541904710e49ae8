"""What the coach may be asked in a month of UTC, and what has been asked."""

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.entitlements import Tier

FREE_A_MONTH = 10


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        at = moment.astimezone(UTC)
        return cls(at.year, at.month)

    @property
    def ends_at(self) -> datetime:
        years, months = divmod(self.number, 12)
        return datetime(self.year + years, months + 1, 1, tzinfo=UTC)

    def __str__(self) -> str:
        return f"{self.year:04}{self.number:02}"


def monthly_limit(tier: Tier) -> int | None:
    """Answers a month. None: as many as are fair."""
    return FREE_A_MONTH if tier is Tier.FREE else None
