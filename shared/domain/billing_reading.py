"""The provider's objects as it writes them, made into ours, and back."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from shared.domain.billing import Invoice, SubscriptionItem, SubscriptionSnapshot
from shared.domain.billing_kept import KEPT, SUBSCRIPTIONS
from shared.domain.ids import is_id

_LONGEST = 64
_MOST = 2**63

Value = TypeVar("Value")


class Unfit(Exception):
    """The provider wrote something that this program cannot read. The text names the places."""


def read_subscription(
    object_id: str, attributes: Mapping[str, Any], rendered: int | None
) -> SubscriptionSnapshot:
    """Raises `Unfit`. What is not needed to decide anything may be missing."""
    reader = _Reader(attributes)
    snapshot = SubscriptionSnapshot(
        id=reader.own_id(object_id),
        store_id=reader.get("store_id", _number, 0),
        variant_id=reader.get("variant_id", _number, 0),
        status=reader.get("status", _word, ""),
        created_at=reader.get("created_at", _moment, _NEVER),
        updated_at=reader.get("updated_at", _moment, _NEVER),
        test_mode=reader.get("test_mode", _flag, False),
        customer_id=reader.maybe("customer_id", _number),
        order_id=reader.maybe("order_id", _number),
        order_item_id=reader.maybe("order_item_id", _number),
        product_id=reader.maybe("product_id", _number),
        cancelled=reader.maybe("cancelled", _flag) or False,
        pause_mode=reader.maybe("pause.mode", _word),
        pause_resumes_at=reader.maybe("pause.resumes_at", _moment),
        trial_ends_at=reader.maybe("trial_ends_at", _moment),
        renews_at=reader.maybe("renews_at", _moment),
        ends_at=reader.maybe("ends_at", _moment),
        item=_item(reader),
        rendered_at=rendered,
    )
    reader.finish()
    return snapshot


def attributes_of(told: SubscriptionSnapshot) -> dict[str, Any]:
    """The way back: a snapshot as the provider writes it."""
    plain = {name: getattr(told, name) for name in KEPT[SUBSCRIPTIONS] if hasattr(told, name)}
    item, mode = told.item, told.pause_mode
    return {
        **{name: _written(value) for name, value in plain.items()},
        "pause": None
        if mode is None
        else {"mode": mode, "resumes_at": _written(told.pause_resumes_at)},
        "first_subscription_item": None
        if item is None
        else {
            "id": item.id,
            "updated_at": _written(item.updated_at),
            "quantity": item.quantity,
        },
    }


def read_invoice(object_id: str, attributes: Mapping[str, Any], rendered: int | None) -> Invoice:
    """Raises `Unfit`."""
    reader = _Reader(attributes)
    amounts = {name: reader.maybe(name, _number) or 0 for name in _AMOUNTS}
    invoice = Invoice(
        id=reader.own_id(object_id),
        store_id=reader.get("store_id", _number, 0),
        subscription_id=str(reader.get("subscription_id", _number, 0)),
        status=reader.get("status", _word, ""),
        created_at=reader.get("created_at", _moment, _NEVER),
        updated_at=reader.get("updated_at", _moment, _NEVER),
        test_mode=reader.get("test_mode", _flag, False),
        billing_reason=reader.maybe("billing_reason", _word) or "",
        currency=reader.maybe("currency", _word) or "",
        refunded=reader.maybe("refunded", _flag) or False,
        refunded_at=reader.maybe("refunded_at", _moment),
        customer_id=reader.maybe("customer_id", _number),
        rendered_at=rendered,
        **amounts,
    )
    reader.finish()
    return invoice


_AMOUNTS = ("subtotal", "discount_total", "tax", "total", "total_usd", "refunded_amount")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class _Reader:
    """Reads place by place, and remembers every place that would not fit."""

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self._attributes = attributes
        self._wrong: list[str] = []

    def own_id(self, sent: str) -> str:
        if not is_id(sent):
            self._wrong.append("id")
        return sent

    def get(self, place: str, read: Callable[[Any], Value], otherwise: Value) -> Value:
        """`otherwise` only fills the place until `finish` is reached."""
        found = self._find(place)
        if found is not None:
            try:
                return read(found)
            except (ValueError, OverflowError):
                pass
        self._wrong.append(place)
        return otherwise

    def maybe(self, place: str, read: Callable[[Any], Value]) -> Value | None:
        found = self._find(place)
        if found is None:
            return None
        try:
            return read(found)
        except (ValueError, OverflowError):
            self._wrong.append(place)
            return None

    def finish(self) -> None:
        if self._wrong:
            raise Unfit(f"unfit: {', '.join(self._wrong)}")

    def _find(self, place: str) -> Any:
        found: Any = self._attributes
        for step in place.split("."):
            if not isinstance(found, Mapping):
                return None
            found = found.get(step)
        return found


def _item(reader: _Reader) -> SubscriptionItem | None:
    """Usage-based subscriptions have had none."""
    number = reader.maybe("first_subscription_item.id", _number)
    updated_at = reader.maybe("first_subscription_item.updated_at", _moment)
    if number is None or updated_at is None:
        return None
    quantity = reader.maybe("first_subscription_item.quantity", _number)
    return SubscriptionItem(number, updated_at, 1 if quantity is None else quantity)


def _number(value: Any) -> int:
    if type(value) is not int or not -_MOST <= value < _MOST:
        raise ValueError
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_word(value))
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _written(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
