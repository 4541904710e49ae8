"""The training log as JSON: every workout and measurement with all that was ever said of it.

One document, one line for each, so that it can be written and read without holding it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.domain.log.coding import as_text, instant_text, payload_plain
from shared.domain.log.events import TYPES, Entity, Entry

FORMAT = "hypertroq-log"
VERSION = 1
OPENING = f'{{"format":"{FORMAT}","version":{VERSION},"entries":[\n'
BETWEEN = ",\n"
CLOSING = "\n]}\n"


def entry_line(
    entity: Entity, state: object, entries: Iterable[Entry], names: Mapping[str, str]
) -> str:
    """`state`: what it has come to, as plain values: for people; reading back goes by the events.
    `names`: of exercises by id. Without a line break."""
    return as_text(
        {
            "kind": entity.kind,
            "id": entity.id,
            "state": state,
            "names": names,
            "events": [_event(entry) for entry in entries],
        }
    )


def _event(entry: Entry) -> dict[str, Any]:
    place, payload = entry
    return {
        "type": TYPES[type(payload)],
        "occurred_at": instant_text(place.occurred_at),
        "device_id": place.device_id,
        "sequence_number": place.sequence,
        "payload": payload_plain(payload),
    }
