"""Whose a subscription is that no event has told us of (docs/decisions/0019).

The provider shows no custom data when it is asked, so our intent's id is lost with the first
events. What is left is the address of who paid, beside the checkouts that were open just then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.domain.billing import Intent
from shared.domain.emails import compared


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checkout by which it could have been bought: for its plan, open when it was created. With
    the address of the account that opened it, None when that has none any more."""

    intent: Intent
    address: str | None = field(repr=False)


def claimed(buyer: str | None, candidates: Sequence[Candidate]) -> Intent | None:
    """The checkout that it surely came of, the latest of several of one organisation; else None.

    `buyer`: the address written at the provider, by whoever paid; ours stood there to begin with.
    """
    if buyer is None:
        return None
    ours = [one for one in candidates if one.address and compared(one.address) == compared(buyer)]
    if len({one.intent.organization_id for one in ours}) != 1:
        return None
    return max((one.intent for one in ours), key=lambda intent: (intent.created_at, intent.id))
