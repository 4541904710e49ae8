"""HiGHS, which solves the integer programs of the domain. The only module that knows it."""

import math
import time
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import Unavailable
from shared.domain.planning.model import Constraint, Model, Outcome, Solution
from shared.once import once

SEED = 0
BUSY = "Too much is being worked out at once. Try again shortly."


@dataclass(frozen=True)
class Highs:
    """Each solve has an instance of its own, one thread and a fixed seed: requests may solve at the
    same time, and the same model has the same solution. HiGHS lets other threads run meanwhile.

    Seconds are those of the processor, so that a machine on which much goes on does not call
    impossible what it had no time for. Past `until` (by the monotonic clock) it raises
    `Unavailable`, unless something was found."""

    until: float = math.inf

    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        highspy = _library()
        solver = highspy.Highs()
        solver.silent()
        left = max(0.0, self.until - time.monotonic())
        for option, value in (
            ("threads", 1),
            ("random_seed", SEED),
            ("time_limit", left),
            ("mip_rel_gap", model.gap),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(_in_its_form(highspy, model, relaxed=relaxed))
        ends_at = time.thread_time() + seconds

        def stop_in_time(event: Any) -> None:
            # With one thread, HiGHS works and asks in the thread that called it.
            if time.thread_time() >= ends_at:
                event.interrupt()

        solver.cbMipInterrupt += stop_in_time
        solver.run()
        solution = _told(highspy, solver)
        is_late = solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        if is_late and solution.outcome is not Outcome.SOLVED:
            raise Unavailable(BUSY)
        return solution


@once
def _library() -> Any:
    # A quarter of a second, and nobody pays for it who solves nothing.
    import highspy

    return highspy


def _in_its_form(highspy: Any, model: Model, *, relaxed: bool) -> Any:
    form = highspy.HighsLp()
    form.num_col_, form.num_row_ = len(model.variables), len(model.constraints)
    form.col_cost_ = [float(variable.cost) for variable in model.variables]
    form.col_lower_ = [float(variable.lower) for variable in model.variables]
    form.col_upper_ = [float(variable.upper) for variable in model.variables]
    form.row_lower_ = [
        -highspy.kHighsInf if row.lower is None else float(row.lower) for row in model.constraints
    ]
    form.row_upper_ = [
        highspy.kHighsInf if row.upper is None else float(row.upper) for row in model.constraints
    ]
    if not relaxed:
        kinds = highspy.HighsVarType
        form.integrality_ = [
            kinds.kInteger if variable.is_whole else kinds.kContinuous
            for variable in model.variables
        ]
    _fill(form.a_matrix_, highspy.MatrixFormat.kRowwise, model.constraints)
    return form


def _fill(matrix: Any, by_rows: Any, constraints: list[Constraint]) -> None:
    starts: list[int] = [0]
    indices: list[int] = []
    values: list[float] = []
    for constraint in constraints:
        indices.extend(constraint.terms)
        values.extend(float(coefficient) for coefficient in constraint.terms.values())
        starts.append(len(indices))
    matrix.format_ = by_rows
    matrix.start_, matrix.index_, matrix.value_ = starts, indices, values


def _told(highspy: Any, solver: Any) -> Solution:
    status, known = solver.getModelStatus(), highspy.HighsModelStatus
    # No variable is without bounds, so nothing can be unbounded.
    if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
        return Solution(Outcome.INFEASIBLE, ())
    info, solution = solver.getInfo(), solver.getSolution()
    is_solved = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not (is_solved and solution.value_valid):
        return Solution(Outcome.UNDECIDED, ())
    cut_short = status != known.kOptimal
    return Solution(Outcome.SOLVED, tuple(solution.col_value), cut_short)
