"""What the models cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation

from shared.domain.coach.model import Size, Tokens


@dataclass(frozen=True, slots=True)
class Price:
    """In US dollars for a million tokens, which is millionths of a dollar for one."""

    taken_in: Decimal
    sent_out: Decimal

    @classmethod
    def read(cls, text: str) -> "Price":
        """From `0.10/0.40`: in, then out. Raises `ValueError`."""
        taken_in_text, _, sent_out_text = text.partition("/")
        try:
            taken_in, sent_out = Decimal(taken_in_text), Decimal(sent_out_text)
        except InvalidOperation:
            raise ValueError("a price is two numbers, such as 0.10/0.40") from None
        if not (taken_in.is_finite() and sent_out.is_finite() and min(taken_in, sent_out) >= 0):
            raise ValueError("a price is not negative")
        return cls(taken_in, sent_out)

    def micros(self, tokens: Tokens) -> int:
        """Millionths of a dollar, rounded up."""
        exact = self.taken_in * tokens.taken_in + self.sent_out * tokens.sent_out
        return int(exact.to_integral_value(ROUND_CEILING))


def read_prices(pairs: tuple[str, ...]) -> Mapping[Size, Price]:
    """From `FULL=0.10/0.40` and so on. Raises `ValueError` unless each size has one."""
    prices = {}
    for pair in pairs:
        name, _, price = pair.partition("=")
        prices[Size(name)] = Price.read(price)
    if prices.keys() != set(Size):
        raise ValueError("each size of model has a price")
    return prices
