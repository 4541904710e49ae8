"""Messages nobody could read: `parked/{message id}`, for a person to look at, for a month."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.store.database import Database
from shared.store.writes import Put

_KEPT = timedelta(days=30)
_MOST_BYTES = 64 * 1024
_LONGEST_REASON = 1_000


@dataclass(frozen=True)
class FirestoreParked:
    database: Database
    now: Callable[[], datetime]

    def put(
        self,
        message_id: str,
        *,
        function: str,
        topic: str,
        reason: str,
        data: bytes,
        attributes: Mapping[str, str],
    ) -> None:
        """Of `data` the beginning is kept. The same message again replaces itself."""
        now = self.now()
        record = {
            "function": function,
            "topic": topic,
            "reason": reason[:_LONGEST_REASON],
            "data": data[:_MOST_BYTES],
            "size": len(data),
            # As text: their names come from outside, and could be none a field may have.
            "attributes": json.dumps(dict(attributes))[:_MOST_BYTES],
            "parked_at": now,
            "expire_at": now + _KEPT,
        }
        self.database.commit(Put(("parked", message_id), record))
