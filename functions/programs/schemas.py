"""Programs on the wire, beside the drafts shared with `volume`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.domain.bounds import MAX_DURATION_WEEKS, MAX_SESSIONS
from shared.domain.errors import Fault, Invalid
from shared.domain.naming import sought
from shared.domain.programs import Plan, SplitType, Visibility
from shared.store.program_shelves import Summary
from shared.web.paging import PageQuery
from shared.web.plans import (
    Name,
    SessionDraft,
    StructureDraft,
)
from shared.web.wire import Day, Patch, Wire


class ProgramPatch(Patch):
    """Sessions are replaced together."""

    name: Name | None = None
    description: Annotated[str, StringConstraints(max_length=2000)] | None = None
    split_type: SplitType | None = None
    structure: StructureDraft | None = None
    duration_weeks: Annotated[int, Field(ge=1, le=MAX_DURATION_WEEKS)] | None = None
    visibility: Visibility | None = None
    sessions: Annotated[list[SessionDraft], Field(min_length=1, max_length=MAX_SESSIONS)] | None = (
        None
    )

    def applied_to(self, plan: Plan) -> Plan:
        changes: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set - {"structure", "sessions"}
        }
        if self.structure is not None:
            changes["structure"] = self.structure.to_structure()
        if self.sessions is not None:
            changes["sessions"] = tuple(session.to_session() for session in self.sessions)
        return replace(plan, **changes)


class CloneOrder(Wire):
    name: Name | None = None


class ScheduleOrder(Wire):
    start_date: Day
    weeks: Annotated[int, Field(ge=1, le=MAX_DURATION_WEEKS)] | None = None


class ProgramsQuery(PageQuery):
    template: bool = False
    search: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] = ""
    split_type: SplitType | None = None
    sort: Literal["created_at", "updated_at", "name"] = "created_at"

    def picks(self, summary: Summary) -> bool:
        return sought(self.search) in sought(summary.data["name"]) and self.split_type in (
            None,
            summary.data["split_type"],
        )

    def place(self, summary: Summary) -> tuple[Any, str]:
        value = summary.data[self.sort]
        return (sought(value) if self.sort == "name" else value), summary.id


@contextmanager
def faults_below_the_session() -> Iterator[None]:
    """Where one session was sent, its faults are named by their place in it."""
    try:
        yield
    except Invalid as refusal:
        inside = [
            Fault(_IN_A_SESSION.sub("", fault.path), fault.message) for fault in refusal.faults
        ]
        raise Invalid(*inside) from None


_IN_A_SESSION = re.compile(r"^sessions\.\d+\.")
