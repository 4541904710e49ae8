"""`exercise-changed`: exercises of a catalogue are new, changed or gone."""

from typing import Annotated, Literal

from pydantic import Field

from shared.events.message import Message

TOPIC = "exercise-changed"
MOST = 500

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class ExercisesChanged(Message):
    """`organization_id`: whose catalogue; None for the one everybody sees. Without ids it is about
    every exercise in it."""

    version: Literal[1] = 1
    organization_id: Id | None = None
    ids: Annotated[tuple[Id, ...], Field(max_length=MOST)] = ()
