"""`import-requested`: an import is to be read, taken up or taken back."""

from enum import StrEnum
from typing import Literal

from shared.events.message import Message

TOPIC = "import-requested"


class Step(StrEnum):
    STAGE = "STAGE"
    COMMIT = "COMMIT"
    UNDO = "UNDO"


class ImportRequested(Message):
    """`run`: of the import; when it has another by now, this is an order of yesterday."""

    version: Literal[1] = 1
    user_id: str
    organization_id: str
    import_id: str
    run: int
    step: Step
