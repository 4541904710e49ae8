"""`week-closed`: a week may be over for somebody, and nobody has reported it yet."""

from typing import Annotated, Literal

from pydantic import Field

from shared.events.message import Message

TOPIC = "week-closed"


class WeekClosed(Message):
    """It may come twice, late, and for somebody who is gone. Whether the week is really over, by
    the clock where the person is, whoever reports it finds out."""

    version: Literal[1] = 1
    user_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    iso_week: Annotated[str, Field(pattern=r"^[0-9]{4}-W[0-9]{2}$")]
