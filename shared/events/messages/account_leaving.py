"""`account-leaving`: somebody has asked to be deleted, or their time of grace is over."""

from typing import Annotated, Literal

from pydantic import Field

from shared.events.message import Message

TOPIC = "account-leaving"


class AccountLeaving(Message):
    """What is to be done follows from their account alone: this only says whose to look at."""

    version: Literal[1] = 1
    user_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
