"""How lists of programs and schedules are shown."""

from datetime import date

from shared.domain.schedule import TrainingDay
from shared.store.program_shelves import Summary
from shared.web.plans import DayName
from shared.web.program_views import DAY_NAMES, ProgramHead
from shared.web.wire import View


class ProgramSummaryView(ProgramHead):
    """A program in a list: without its sessions, and of its description the beginning."""

    session_count: int
    is_active: bool

    @staticmethod
    def of(summary: Summary, active_id: str | None) -> "ProgramSummaryView":
        return ProgramSummaryView(
            id=summary.id,
            is_template=summary.data["owner_id"] is None,
            is_active=summary.id == active_id,
            **{name: value for name, value in summary.data.items() if name != "owner_id"},
        )


class TrainingDayView(View):
    """One of `weekday` and `cycle_day`, as the structure has it."""

    date: date
    weekday: DayName | None
    cycle_day: int | None
    session_id: str
    session_name: str

    @staticmethod
    def of(day: TrainingDay) -> "TrainingDayView":
        return TrainingDayView(
            date=day.date,
            weekday=None if day.weekday is None else DAY_NAMES[day.weekday],
            cycle_day=day.cycle_day,
            session_id=day.session.id,
            session_name=day.session.name,
        )
