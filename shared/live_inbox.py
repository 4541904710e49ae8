"""The one place where an event function's reception is put together from the real things."""

from shared.clock import utc_now
from shared.events.inbox import Reception
from shared.events.message import Arrival
from shared.events.senders import check_of
from shared.once import once
from shared.settings import Push, load
from shared.store.database import Database, live_database
from shared.store.parked import FirestoreParked


def reception(database: Database, settings: Push) -> Reception:
    parked = FirestoreParked(database, utc_now)

    def park(function: str, arrived: Arrival, reason: str) -> None:
        parked.put(
            arrived.id,
            function=function,
            topic=arrived.topic,
            reason=reason,
            data=arrived.data,
            attributes=arrived.attributes,
        )

    return Reception(check_of(settings), park)


@once
def live_reception() -> Reception:
    return reception(live_database(), load(Push))
