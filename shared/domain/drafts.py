"""Drafts: the rules no single field shows, and how a draft becomes and changes a program."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.bounds import MAX_NAME, MAX_SESSIONS
from shared.domain.catalogue import Catalogue, unknown_exercise
from shared.domain.errors import Conflict, Fault, Invalid, NotFound
from shared.domain.exercises import Standing
from shared.domain.programs import Entry, Plan, Program, Session, SetKind, SetRow, Visibility

NewId = Callable[[], str]


def check(plan: Plan, catalogue: Catalogue, known: frozenset[str] = frozenset()) -> None:
    """Raises `Invalid` with every fault, in the order of the draft. `known` are exercises the
    program has used already: those it may go on using when they are archived or removed."""
    faults = [
        fault
        for index, session in enumerate(plan.sessions)
        for fault in _session_faults(session, index, catalogue, known)
    ]
    if faults:
        raise Invalid(*faults)


def _session_faults(
    session: Session, index: int, catalogue: Catalogue, known: frozenset[str]
) -> Iterator[Fault]:
    seen: set[tuple[str | None, str]] = set()
    for place, entry in enumerate(session.exercises):
        path = f"sessions.{index}.exercises.{place}"
        who = _who(entry)
        if who in seen:
            field = "exercise.name" if entry.inline else "exercise_id"
            yield Fault(f"{path}.{field}", "This exercise is in the session already.")
        seen.add(who)
        yield from _reference_faults(entry, index, place, catalogue, known)
        for number, row in enumerate(entry.sets):
            yield from _row_faults(row, f"{path}.sets.{number}")


def _who(entry: Entry) -> tuple[str | None, str]:
    spelled_out = entry.inline.name.strip().casefold() if entry.inline else ""
    return entry.exercise_id, spelled_out


def _reference_faults(
    entry: Entry, index: int, place: int, catalogue: Catalogue, known: frozenset[str]
) -> Iterator[Fault]:
    if entry.exercise_id is None:
        return
    exercise = catalogue.find(entry.exercise_id)
    is_known = entry.exercise_id in known
    unknown = unknown_exercise(index, place)
    if exercise is None or (exercise.standing is Standing.REMOVED and not is_known):
        yield unknown
    elif exercise.standing is Standing.ARCHIVED and not is_known:
        yield Fault(unknown.path, "This exercise is archived. Choose another one.")


def _row_faults(row: SetRow, path: str) -> Iterator[Fault]:
    if row.reps_max is None:
        if row.kind is not SetKind.AMRAP:
            yield Fault(f"{path}.reps_max", "Only an AMRAP row can go without reps_max.")
    elif row.reps_min > row.reps_max:
        yield Fault(f"{path}.reps_min", "reps_min is more than reps_max.")


def compose(
    plan: Plan, *, owner_id: str | None, organization_id: str | None, new_id: NewId, now: datetime
) -> Program:
    """A first version. `new_id` is asked for the program first, then for what is in it."""
    program = Program(
        id=new_id(),
        plan=plan,
        owner_id=owner_id,
        organization_id=organization_id,
        version=1,
        created_at=now,
        updated_at=now,
    )
    return _holding(program, tuple(_named(session, new_id) for session in plan.sessions))


def revise(program: Program, plan: Plan, new_id: NewId, now: datetime) -> Program:
    """The next version. A session keeps its id where one of its name stood before (the first of
    that name to the first, and so on), else where nothing else has taken the one in its place;
    an exercise keeps its id within its session."""
    before = _predecessors(program.plan.sessions, plan.sessions)
    sessions = tuple(
        _named(session, new_id, stored)
        for session, stored in zip(plan.sessions, before, strict=True)
    )
    return _holding(_next_version(program, plan, now), sessions)


def clone(
    program: Program,
    name: str | None = None,
    *,
    owner_id: str,
    organization_id: str,
    new_id: NewId,
    now: datetime,
) -> Program:
    """One's own private copy, with ids of its own. It remembers the template it comes from."""
    title = name or f"My {program.plan.name}"[:MAX_NAME].rstrip()
    copied = compose(
        replace(program.plan, name=title, visibility=Visibility.PRIVATE),
        owner_id=owner_id,
        organization_id=organization_id,
        new_id=new_id,
        now=now,
    )
    source = program.id if program.is_template else program.source_template_id
    return replace(copied, source_template_id=source)


def add_session(program: Program, session: Session, new_id: NewId, now: datetime) -> Program:
    """Adding the same session again (its id tells) finds the first, and changes nothing."""
    added = _named(session, new_id)
    if any(added.id == stored.id for stored in program.plan.sessions):
        return program
    if len(program.plan.sessions) == MAX_SESSIONS:
        raise Conflict(f"A program has at most {MAX_SESSIONS} sessions.")
    sessions = (*program.plan.sessions, added)
    return _holding(_next_version(program, program.plan, now), sessions)


def replace_session(
    program: Program, session_id: str, session: Session, new_id: NewId, now: datetime
) -> Program:
    place = _place(program, session_id)
    sessions = list(program.plan.sessions)
    sessions[place] = _named(session, new_id, sessions[place])
    return _holding(_next_version(program, program.plan, now), tuple(sessions))


def remove_session(program: Program, session_id: str, now: datetime) -> Program:
    place = _place(program, session_id)
    sessions = program.plan.sessions
    if len(sessions) == 1:
        raise Conflict("The last session of a program cannot be removed. Delete the program.")
    rest = sessions[:place] + sessions[place + 1 :]
    return _holding(_next_version(program, program.plan, now), rest)


def _place(program: Program, session_id: str) -> int:
    for place, session in enumerate(program.plan.sessions):
        if session.id == session_id:
            return place
    raise NotFound


def _next_version(program: Program, plan: Plan, now: datetime) -> Program:
    return replace(program, plan=plan, version=program.version + 1, updated_at=now)


def _holding(program: Program, sessions: tuple[Session, ...]) -> Program:
    return replace(program, plan=replace(program.plan, sessions=sessions))


def _named(session: Session, new_id: NewId, stored: Session | None = None) -> Session:
    known = {entry.exercise_id: entry.id for entry in stored.exercises} if stored else {}
    return replace(
        session,
        id=stored.id if stored else new_id(),
        exercises=tuple(
            replace(entry, id=known.get(entry.exercise_id) or new_id())
            for entry in session.exercises
        ),
    )


def _predecessors(
    stored: Sequence[Session], drafted: Sequence[Session]
) -> Sequence[Session | None]:
    """For each drafted session the stored one whose id it keeps, each at most once."""
    by_name = dict(zip(_occurrences(stored), stored, strict=True))
    found = [by_name.get(name) for name in _occurrences(drafted)]
    taken = {session.id for session in found if session}
    for place, session in enumerate(stored[: len(found)]):
        if found[place] is None and session.id not in taken:
            found[place] = session
    return found


def _occurrences(sessions: Sequence[Session]) -> list[tuple[str, int]]:
    """Each name with how often it stood before."""
    seen: Counter[str] = Counter()
    names = []
    for session in sessions:
        names.append((session.name, seen[session.name]))
        seen[session.name] += 1
    return names
