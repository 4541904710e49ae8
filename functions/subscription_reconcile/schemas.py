"""What `subscription_reconcile` is asked for."""

from enum import StrEnum

from pydantic import Field

from shared.events.job import Order


class Scope(StrEnum):
    ALL = "ALL"
    """Everything the provider has, and everything we know."""
    NEAR = "NEAR"
    """What should have turned in the last day or will in the next hour, what is in doubt, and who
    has just been about to pay."""


class Reconcile(Order):
    scope: Scope = Field(strict=False)
