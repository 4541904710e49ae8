"""The arguments of a tool as a model gives them: as little trusted as any body of a request."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from shared.domain.ids import is_id

Named = TypeVar("Named", bound=StrEnum)


class Unusable(Exception):
    """What the model sent will not do. The message is for it to read."""


class Arguments:
    def __init__(self, sent: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        """`known`: the properties of the tool's schema. Raises `Unusable` for any other."""
        strange = sorted(str(name) for name in sent if name not in known)
        if strange:
            raise Unusable(f"There is no such argument: {strange[0][:64]}.")
        self._sent = sent

    def text(self, name: str, longest: int) -> str:
        """Trimmed; empty when it was not sent."""
        value = self._sent.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest or "\0" in value:
            raise Unusable(f"{name} is a text of at most {longest} characters.")
        return value.strip()

    def needed(self, name: str, longest: int) -> str:
        value = self.text(name, longest)
        if not value:
            raise Unusable(f"{name} is missing.")
        return value

    def id(self, name: str) -> str | None:
        value = self.text(name, 64)
        if value and not is_id(value):
            raise Unusable(f"{name} is no id.")
        return value or None

    def whole(self, name: str, least: int, most: int, usual: int | None = None) -> int:
        """Models write 3.0 where they mean 3."""
        value = self._sent.get(name, usual)
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            raise Unusable(f"{name} is a whole number from {least} to {most}.")
        if not least <= value <= most:
            raise Unusable(f"{name} is a whole number from {least} to {most}.")
        return int(value)

    def amount(self, name: str, most: float) -> Decimal | None:
        """More than nothing; None when it was not sent."""
        value = self._sent.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            raise Unusable(f"{name} is a number over 0 and up to {most:g}.")
        return Decimal(str(value))

    def one_of(self, name: str, kind: type[Named]) -> Named | None:
        value = self._sent.get(name)
        if value is None:
            return None
        if value not in kind.__members__.values():
            raise Unusable(f"{name} is one of {', '.join(kind)}.")
        return kind(value)
