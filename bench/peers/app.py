"""The classical design: FastAPI over a relational program, read with five `selectinload`s."""

import os
import uuid
from collections.abc import AsyncIterator
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from bench.peers.schemas import (
    CyclicRead,
    EntryRead,
    Envelope,
    Meta,
    ProgramRead,
    SessionRead,
    SetRowRead,
    VolumeRead,
    WeeklyRead,
)
from bench.peers.tables import Entry, Exercise, Program, Session, User
from bench.peers.volume import report_of

app = FastAPI()
engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=10)
sessions = async_sessionmaker(engine, expire_on_commit=False)
bearer = OAuth2PasswordBearer(tokenUrl="login")

_entries = selectinload(Program.sessions).selectinload(Session.entries)
_WHOLE_PROGRAM = (
    _entries.selectinload(Entry.sets),
    _entries.selectinload(Entry.exercise).selectinload(Exercise.contributions),
)


async def database() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


Database = Annotated[AsyncSession, Depends(database)]


async def current_user(token: Annotated[str, Depends(bearer)], database: Database) -> User:
    try:
        claims = jwt.decode(token, os.environ["TOKEN_SECRET"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401) from None
    user = await database.get(User, uuid.UUID(claims["sub"]))
    if user is None or not user.is_active:
        raise HTTPException(401)
    return user


Caller = Annotated[User, Depends(current_user)]


async def whole_program(program_id: uuid.UUID, user: Caller, database: Database) -> Program:
    found = await database.execute(
        select(Program)
        .where(Program.id == program_id, Program.owner_id == user.id)
        .options(*_WHOLE_PROGRAM)
    )
    program = found.scalar_one_or_none()
    if program is None:
        raise HTTPException(404)
    return program


Whole = Annotated[Program, Depends(whole_program)]


@app.get("/api/v1/programs/{program_id}")
async def show(program: Whole) -> Envelope[ProgramRead]:
    return Envelope(data=_program(program), meta=_meta())


@app.get("/api/v1/volume/programs/{program_id}")
async def volume(program: Whole) -> Envelope[VolumeRead]:
    return Envelope(data=VolumeRead(report=report_of(program)), meta=_meta())


def _meta() -> Meta:
    return Meta(request_id=str(uuid.uuid4()))


def _program(program: Program) -> ProgramRead:
    return ProgramRead(
        id=program.id,
        name=program.name,
        description=program.description,
        split_type=program.split_type,
        structure=_structure(program),
        duration_weeks=program.duration_weeks,
        visibility=program.visibility,
        sessions=[_session(session) for session in program.sessions],
        is_template=False,
        source_template_id=program.source_template_id,
        version=program.version,
        created_at=program.created_at,
        updated_at=program.updated_at,
    )


def _structure(program: Program) -> WeeklyRead | CyclicRead:
    if program.days is not None:
        return WeeklyRead(days=program.days)
    return CyclicRead(days_on=program.days_on or 0, days_off=program.days_off or 0)


def _session(session: Session) -> SessionRead:
    return SessionRead(
        id=session.id, name=session.name, exercises=[_entry(entry) for entry in session.entries]
    )


def _entry(entry: Entry) -> EntryRead:
    return EntryRead(
        id=entry.id,
        exercise_id=entry.exercise_id,
        superset_group=entry.superset_group,
        notes=entry.notes,
        sets=[SetRowRead.model_validate(row, from_attributes=True) for row in entry.sets],
    )
