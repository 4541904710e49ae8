"""Volume reports on the wire."""

from typing import Annotated

from pydantic import Field

from shared.domain.credit import CreditModel
from shared.domain.errors import Fault, Invalid
from shared.domain.figures import rounded
from shared.domain.muscles import Muscle
from shared.domain.replay import Replay
from shared.domain.weeks import IsoWeek
from shared.web.plans import Id
from shared.web.volume_views import Figure, ReportView, Structure, report_view
from shared.web.weeks import Week, expect_span
from shared.web.wire import View, Wire


class ReportAnswer(View):
    report: ReportView


class DifferenceView(View):
    """`weekly_sets`: the replayed figure less the stored one."""

    muscle_group: Muscle
    weekly_sets: Figure


class ReplayView(View):
    model: CreditModel
    report: ReportView
    stored: ReportView
    difference: list[DifferenceView]


class ReplayOrder(Wire):
    """Either a program, or the trained weeks from one to another."""

    model: CreditModel
    program_id: Id | None = None
    from_: Annotated[Week | None, Field(alias="from")] = None
    to: Week | None = None

    @property
    def asked_program(self) -> str | None:
        """None when it is about weeks. Raises `Invalid` when it names both or neither."""
        is_span = self.from_ is not None and self.to is not None
        is_half_a_span = (self.from_ is None) != (self.to is None)
        if (self.program_id is not None) == is_span or is_half_a_span:
            raise Invalid(Fault("program_id", "Send either a program_id, or both from and to."))
        return self.program_id

    @property
    def asked_weeks(self) -> tuple[IsoWeek, IsoWeek]:
        """The first and the last. Raises `Invalid` when they are none or too many."""
        if self.from_ is None or self.to is None:
            raise Invalid(Fault("from", "Send both from and to."))
        expect_span(self.from_, self.to)
        return self.from_, self.to


def replay_view(replay: Replay, structure: Structure) -> ReplayView:
    return ReplayView.model_construct(
        model=replay.model,
        report=report_view(replay.replayed, structure),
        stored=report_view(replay.graded, structure),
        difference=[
            DifferenceView(
                muscle_group=difference.muscle, weekly_sets=rounded(difference.weekly_sets)
            )
            for difference in replay.differences
        ],
    )
