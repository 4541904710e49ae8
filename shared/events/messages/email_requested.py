"""`email-requested`: one letter is to be written to one person."""

from typing import Annotated, Literal

from pydantic import Field

from shared.events.message import Message

TOPIC = "email-requested"

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Fact = str | int | float | None


class EmailRequested(Message):
    """`facts` fill the places of the template. The person's name and address are not among them:
    they are looked up when the letter is written. The fact `proof` is the reference of a proof by
    mail: the letter goes where the proof says, and has its secret in it."""

    version: Literal[1] = 1
    message_id: Id
    """Made from what the letter is about: of two requests with one id, one letter is sent."""
    template: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    user_id: Id
    facts: dict[str, Fact]
