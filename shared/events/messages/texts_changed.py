"""`texts-changed`: a person has written, changed or deleted what the coach may look up."""

from typing import Annotated, Literal

from pydantic import Field

from shared.domain.coach.own_texts import Source
from shared.events.message import Message

TOPIC = "texts-changed"
MOST = 500

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class TextsChanged(Message):
    """Names and no texts: whoever hears of it reads what there is now. Without ids it is about all
    of the source. Without a source it is about everything that the person has written, and from
    then on they are somebody whose texts are looked up."""

    version: Literal[1] = 1
    user_id: Id
    organization_id: Id
    source: Source | None = None
    ids: Annotated[tuple[Id, ...], Field(max_length=MOST)] = ()
