"""`export-requested`: a person's log is to be written into a file."""

from typing import Literal

from shared.events.message import Message

TOPIC = "export-requested"


class ExportRequested(Message):
    version: Literal[1] = 1
    user_id: str
    organization_id: str
    export_id: str
