"""One document of each kind and shape, as it was written then: tests/store/fixtures.

`KEEP_DOCUMENTS=1 pytest tests/…` adds what is missing there, of the documents that these tests
write. What is kept is never made anew: it stands for all that people have stored.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToJson, Parse

from shared.store.messages import Document
from shared.store.schemas import FIELD
from tests.infra.watching import MADE_UP, Seen

FOLDER = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Kept:
    kind: str
    number: int
    message: Any

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.message.name.partition("/documents/")[2].split("/"))


def all_kept() -> Iterator[Kept]:
    for file in sorted(FOLDER.glob("*.json")):
        kind, number, _ = file.name.split(".")
        yield Kept(kind.replace("-", "/"), int(number), Parse(file.read_text(), Document()))


def keep(seen: Seen) -> None:
    for kind, message in seen.documents.items() if "KEEP_DOCUMENTS" in os.environ else ():
        number = message.fields[FIELD].integer_value
        file = FOLDER / f"{kind.replace('/', '-')}.{number}.json"
        if kind not in MADE_UP and not file.exists():
            named = Document(name="/documents/" + message.name.partition("/documents/")[2])
            for name, value in message.fields.items():
                named.fields[name].CopyFrom(value)
            file.write_text(MessageToJson(named, indent=1, sort_keys=True) + "\n")
