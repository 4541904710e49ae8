"""`python -m bench.peers.seed FILE`: the peer's tables, with what the file holds in them."""

import asyncio
import json
import os
import sys
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench.peers.tables import (
    Base,
    Contribution,
    Entry,
    Exercise,
    Program,
    Session,
    SetRow,
    User,
)


async def seed(content: Mapping[str, Any]) -> None:
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    owner = uuid.UUID(content["user_id"])
    async with AsyncSession(engine) as database:
        database.add(
            User(id=owner, email="someone@example.com", organization_id=uuid.uuid4(), role="USER")
        )
        database.add_all(_exercise(exercise) for exercise in content["exercises"])
        await database.flush()
        database.add(_program(content["program"], owner))
        await database.commit()
        await database.execute(text("ANALYZE"))
    await engine.dispose()


def _exercise(exercise: Mapping[str, Any]) -> Exercise:
    shares = exercise["muscle_contributions"].items()
    return Exercise(
        id=uuid.UUID(exercise["id"]),
        name=exercise["name"],
        contributions=[Contribution(muscle_group=muscle, share=share) for muscle, share in shares],
    )


def _program(program: Mapping[str, Any], owner: uuid.UUID) -> Program:
    structure = program["structure"]
    return Program(
        id=uuid.UUID(program["id"]),
        owner_id=owner,
        name=program["name"],
        description=program["description"],
        split_type=program["split_type"],
        structure=structure["type"],
        days=structure.get("days"),
        days_on=structure.get("days_on"),
        days_off=structure.get("days_off"),
        duration_weeks=program["duration_weeks"],
        visibility=program["visibility"],
        source_template_id=uuid.UUID(program["source_template_id"]),
        version=program["version"],
        created_at=datetime.fromisoformat(program["created_at"]),
        updated_at=datetime.fromisoformat(program["updated_at"]),
        sessions=list(_sessions(program)),
    )


def _sessions(program: Mapping[str, Any]) -> Iterator[Session]:
    for position, session in enumerate(program["sessions"]):
        entries = [_entry(place, entry) for place, entry in enumerate(session["exercises"])]
        yield Session(
            id=uuid.UUID(session["id"]), position=position, name=session["name"], entries=entries
        )


def _entry(position: int, entry: Mapping[str, Any]) -> Entry:
    return Entry(
        id=uuid.UUID(entry["id"]),
        position=position,
        exercise_id=uuid.UUID(entry["exercise_id"]),
        superset_group=entry["superset_group"],
        notes=entry["notes"],
        sets=[SetRow(position=place, **row) for place, row in enumerate(entry["sets"])],
    )


if __name__ == "__main__":
    asyncio.run(seed(json.loads(Path(sys.argv[1]).read_text())))
