"""How facts are written in a letter. English, whoever reads.

A fact's name says how: `…_at` is a moment, written as the day it is where the reader lives;
`…_cents` is money in the fact `currency`; `plan` is one of ours. Any other stands as it came.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from shared.events.messages.email_requested import Fact

_PLANS = {"PRO_MONTHLY": "Pro (monthly)", "PRO_YEARLY": "Pro (yearly)"}
_WITHOUT_CENTS = re.compile(
    "BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|VND|VUV|XAF|XOF|XPF",
)
"""Currencies whose smallest unit is the whole one (ISO 4217)."""

# Not strftime's names, which are those of the process's locale.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Unfit(ValueError):
    """A fact that cannot be written. The text names it and not what it is."""


def worded(name: str, facts: Mapping[str, Fact], time_zone: str) -> str:
    """Raises `Unfit`."""
    if name not in facts:
        raise Unfit(f"{name} is missing")
    fact = facts[name]
    if name.endswith("_at"):
        return _day(name, fact, time_zone)
    if name.endswith("_cents"):
        return _money(name, fact, facts.get("currency"))
    if name == "plan":
        return _PLANS.get(str(fact), "Pro")
    return "" if fact is None else str(fact)


def _day(name: str, fact: Fact, time_zone: str) -> str:
    try:
        moment = datetime.fromisoformat(str(fact))
    except ValueError:
        raise Unfit(f"{name} is no moment") from None
    if moment.tzinfo is None:
        raise Unfit(f"{name} has no time zone")
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def _money(name: str, fact: Fact, currency: Fact) -> str:
    if type(fact) is not int or not isinstance(currency, str) or not currency:
        raise Unfit(f"{name} is no whole number of a currency")
    places = 0 if _WITHOUT_CENTS.fullmatch(currency) else 2
    return f"{Decimal(fact).scaleb(-places):,} {currency}"
