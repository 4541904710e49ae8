"""Bringing the muscles of a program into their ranges, as a suggestion."""

from typing import Any

from shared.domain.limits import planning_asks
from shared.domain.muscles import Muscle
from shared.domain.planning.balancing import Balanced, balance
from shared.domain.planning.plan_json import as_draft
from shared.domain.planning.proposing import Measures
from shared.web.call import Call
from shared.web.plans import ProgramDraft, plan_of, read_draft
from shared.web.program_views import FindingView
from shared.web.rates import count, told
from shared.web.reply import Reply
from shared.web.volume_views import ReportView, report_view, structure_of
from shared.web.wire import View

from .steps import Deps, catalogue_for, find


class OutOfRangeView(View):
    muscle_group: Muscle
    message: str


class BalanceView(View):
    """`changes` is a JSON patch (RFC 6902) on the program as a draft, and `draft` what it makes of
    it: what `PUT /programs/{id}` takes. `report` and `lint` are about that draft, `before` is the
    report of the program as it stands. `conflicts`: muscles that stay out of their range, because
    nothing was found that brings them there without moving another one away from its own."""

    changes: list[dict[str, Any]]
    draft: ProgramDraft
    report: ReportView
    before: ReportView
    lint: list[FindingView]
    conflicts: list[OutOfRangeView]

    @staticmethod
    def of(balanced: Balanced) -> "BalanceView":
        structure = structure_of(balanced.plan)
        return BalanceView(
            changes=balanced.changes,
            draft=read_draft(as_draft(balanced.plan)),
            report=report_view(balanced.report, structure),
            before=report_view(balanced.before, structure),
            lint=[FindingView.of(finding) for finding in balanced.findings],
            conflicts=[
                OutOfRangeView(muscle_group=conflict.muscle, message=conflict.message)
                for conflict in balanced.conflicts
            ],
        )


def balance_program(call: Call[Deps], program_id: str) -> Reply[BalanceView]:
    """The fewest changes that bring every muscle into its volume target. Nothing is stored."""
    deps, caller = call.deps, call.caller
    program = find(call, program_id).program
    counted = count(deps.limits, planning_asks(deps.rates, caller.user_id))
    measures = Measures(catalogue_for(call, program), caller.volume_targets, plan_of)
    with deps.turns.taken() as solver:
        balanced = balance(program.plan, measures, solver)
    return Reply(BalanceView.of(balanced), headers=told(counted, deps.now()))
