"""The peer's schema: a program in third normal form, as the classical design has it."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    organization_id: Mapped[uuid.UUID]
    role: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)


class Exercise(Base):
    __tablename__ = "exercises"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    contributions: Mapped[list["Contribution"]] = relationship(order_by="Contribution.muscle_group")


class Contribution(Base):
    __tablename__ = "contributions"

    exercise_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exercises.id"), primary_key=True)
    muscle_group: Mapped[str] = mapped_column(primary_key=True)
    share: Mapped[float]


class Program(Base):
    __tablename__ = "programs"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    description: Mapped[str]
    split_type: Mapped[str]
    structure: Mapped[str]
    days: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    days_on: Mapped[int | None]
    days_off: Mapped[int | None]
    duration_weeks: Mapped[int]
    visibility: Mapped[str]
    source_template_id: Mapped[uuid.UUID | None]
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sessions: Mapped[list["Session"]] = relationship(order_by="Session.position")


class Session(Base):
    __tablename__ = "sessions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    program_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programs.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    entries: Mapped[list["Entry"]] = relationship(order_by="Entry.position")


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    position: Mapped[int]
    exercise_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exercises.id"))
    superset_group: Mapped[int | None]
    notes: Mapped[str]
    exercise: Mapped[Exercise] = relationship()
    sets: Mapped[list["SetRow"]] = relationship(order_by="SetRow.position")


class SetRow(Base):
    __tablename__ = "set_rows"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    count: Mapped[int]
    reps_min: Mapped[int]
    reps_max: Mapped[int | None]
    rir: Mapped[int | None]
    percent_1rm: Mapped[float | None]
    rest_seconds: Mapped[int | None]
    tempo: Mapped[str | None]
    notes: Mapped[str]
