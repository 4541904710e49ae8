"""What a row of sets gives to progress by."""

from shared.domain.programs import SetKind, SetRow


def gives_a_goal(row: SetRow) -> bool:
    """Something to grow into: a range of reps, as many as possible, or a share of the best."""
    if not row.kind.is_hard:
        return False
    has_range = row.reps_max is not None and row.reps_max > row.reps_min
    return row.kind is SetKind.AMRAP or has_range or row.percent_1rm is not None
