"""Programs made from wishes: by rules and a solver, so that no query is charged."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from shared.domain.errors import Fault, Invalid
from shared.domain.exercises import Equipment
from shared.domain.limits import planning_asks
from shared.domain.muscles import Muscle
from shared.domain.planning.generation import generate
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.wishes import MINUTES, MOST_FOCUS, Goal, Wishes
from shared.domain.profiles import Experience
from shared.domain.programs import Cyclic, Structure, Weekday, Weekly
from shared.web.call import Call
from shared.web.plans import DayName, ProgramDraft, StructureDraft, read_draft
from shared.web.rates import count, told
from shared.web.reply import Reply
from shared.web.volume_views import ReportView, report_view, structure_of
from shared.web.wire import View, Wire

from .steps import Deps


class ProgramWishes(Wire):
    """`structure`: WEEKLY trains on the `days`, CYCLIC as many days in a row and then rests for the
    others; spelled out, a cycle can be any other. Equipment left out is whatever a gym has, minutes
    left out are about an hour, experience left out is that of the profile."""

    goal: Goal
    days: list[DayName] = Field(min_length=1, max_length=7)
    structure: Literal["WEEKLY", "CYCLIC"] | StructureDraft | None = None
    equipment: Annotated[list[Equipment], Field(min_length=1, max_length=20)] | None = None
    minutes_per_session: Annotated[int, Field(ge=MINUTES[0], le=MINUTES[1])] | None = None
    focus: list[Muscle] = Field(default=[], max_length=MOST_FOCUS)
    experience: Experience | None = None

    @field_validator("days")
    @classmethod
    def each_day_once(cls, days: list[DayName]) -> list[DayName]:
        if len(set(days)) < len(days):
            raise ValueError("Name each day once.")
        return days

    def to_structure(self) -> Structure:
        """Raises `Invalid` where the two places that name days name different ones."""
        weekly = Weekly(tuple(sorted(Weekday[day] for day in self.days)))
        if self.structure is None or self.structure == "WEEKLY":
            return weekly
        if self.structure == "CYCLIC":
            if len(self.days) == len(Weekday):
                raise Invalid(Fault("structure", "A cycle needs a day off. Name fewer days."))
            return Cyclic(len(self.days), len(Weekday) - len(self.days))
        spelled_out = self.structure.to_structure()
        if isinstance(spelled_out, Weekly) and spelled_out != weekly:
            raise Invalid(Fault("structure.days", "These are not the days named in days."))
        return spelled_out


class GeneratedView(View):
    """The draft is one that `POST /programs` and `POST /volume/analyze` take as it is. Nothing was
    stored."""

    draft: ProgramDraft
    report: ReportView
    explanation: str


def make_program(call: Call[Deps], body: ProgramWishes) -> Reply[GeneratedView]:
    """A program in which every muscle is within its volume target, no session takes longer than
    wished, and lint finds nothing to warn of; or the wishes that clash."""
    deps, caller, structure = call.deps, call.caller, body.to_structure()
    counted = count(deps.till.limits, planning_asks(deps.till.rates, caller.user_id))
    wishes = Wishes(
        goal=body.goal,
        structure=structure,
        equipment=None if body.equipment is None else frozenset(body.equipment),
        minutes=body.minutes_per_session,
        focus=frozenset(body.focus),
        experience=body.experience or caller.experience or Experience.INTERMEDIATE,
        targets=caller.volume_targets,
    )
    catalogue = deps.catalogue.load(caller.organization_id)
    with deps.turns.taken() as solver:
        made = generate(wishes, catalogue, solver)
    view = GeneratedView(
        draft=read_draft(as_draft(made.plan)),
        report=report_view(made.report, structure_of(made.plan)),
        explanation=made.explanation,
    )
    return Reply(view, headers=told(counted, deps.now()))
