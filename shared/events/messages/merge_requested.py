"""`merge-requested`: an anonymous person has gone over to an account, and is to be moved on."""

from typing import Annotated, Literal

from pydantic import Field

from shared.events.message import Message

TOPIC = "merge-requested"

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class MergeRequested(Message):
    version: Literal[1] = 1
    anonymous_id: Id
