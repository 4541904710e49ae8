"""What an anonymous person had becomes part of an account: all of it, once, wherever it stops."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import Month, Spent, Usage
from shared.domain.entitlements import Tier
from shared.domain.errors import AccountMerged, Conflict, InvalidCredentials, Unavailable
from shared.domain.log.devices import REST_DEVICE
from shared.domain.merging import MergeState, Merging, Moved
from shared.store.coach_usage import FirestoreCoachUsage
from shared.store.database import Database
from shared.store.imports import FirestoreImports
from shared.store.log import FirestoreLog
from shared.store.programs import FirestorePrograms
from shared.store.queries import Query
from shared.store.values import VectorValue
from shared.store.writes import Put, Write
from tests.merging import FOREVER, Two, mover_over, proof, two
from tests.people import People, now
from tests.races import outcomes, together
from tests.training import done, event, started
from tools.infra.personal import read_personal
from tools.manifest import ROOT


@pytest.fixture
def both(database: Database, people: People) -> Two:
    return two(database, people)


def test_a_log_moves_and_the_phone_goes_on_where_it_was(both: Two) -> None:
    both.trains(workouts=2, sets=3)
    both.log.append(event(1, started("own"), "laptop"), device="laptop")
    merging = both.merge()
    assert merging.state is MergeState.MOVED
    assert merging.moved == Moved(workouts=2, measurements=2, events=10)
    assert both.log.orders() == list(range(1, 12))
    both.log.expect_replayable()
    assert both.log.workouts.find(both.ann.user_id, "phone-w1").set_count == 3
    again = event(1, started("phone-w0"))
    assert both.log.append(again, event(11, done("new", "phone-w0"))) == ["DUPLICATE", "ACCEPTED"]
    assert both.log.gate.head(both.ann.user_id).numbers("phone").last_contiguous == 11
    with pytest.raises(AccountMerged):
        both.left.append(event(12, done("late", "phone-w0")))


def test_what_finds_its_number_taken_is_moved_and_known_again_all_the_same(both: Two) -> None:
    both.log.append(event(1, started("own"), id="own-1"), event(2, done("s"), id="own-2"))
    both.left.append(
        event(1, started("w2")), event(2, done("s2", "w2")), event(3, done("s3", "w2"))
    )
    rest = [replace(event(1, started("r"), REST_DEVICE), id=name) for name in ("mine", "theirs")]
    both.log.append(rest[0], device=REST_DEVICE)
    both.left.append(replace(rest[1], payload=started("r2")), device=REST_DEVICE)
    assert both.merge().moved == Moved(workouts=2, events=4)
    both.log.expect_replayable()
    again = [event(1, started("w2")), event(3, done("s3", "w2"))]
    assert both.log.append(*again) == ["DUPLICATE", "DUPLICATE"]
    assert both.log.append(event(1, started("other"))) == ["EVENT_ID_REUSED"]
    head = both.log.gate.head(both.ann.user_id)
    assert head.numbers("phone").last_contiguous == 3
    assert head.numbers(REST_DEVICE).last_contiguous == 2


def test_what_the_account_was_told_already_is_not_moved_twice(both: Two) -> None:
    both.trains(workouts=1, sets=2)
    told = event(9, started("phone-w0"), id="phone-1")
    both.log.append(replace(told, occurred_at=event(1, started()).occurred_at))
    both.log.append(event(8, started("x"), id="phone-2"))
    assert both.merge().moved == Moved(workouts=1, measurements=1, events=2, left_out=1)


def test_nobody_ever_sees_half_a_workout(both: Two, connected: Callable[[], Database]) -> None:
    both.trains(workouts=3, sets=50)
    seen: list[set[int]] = []

    def look(_: int) -> None:
        rows = both.log.workouts.started(both.ann.user_id)
        seen.append({row.value.set_count for row in rows})

    both.begin()
    mover_over(Stopping(connected(), after=look)).run(both.nobody.user_id, FOREVER)
    assert set().union(*seen) == {50}
    assert len(seen) > 2


def test_a_longest_workout_moves_as_a_whole_and_all_else_in_small_commits(
    both: Two, connected: Callable[[], Database]
) -> None:
    both.trains(workouts=1, sets=200, device="long")
    both.trains(workouts=70, sets=1, device="short")
    both.begin()
    commits = Stopping(connected())
    mover_over(commits).run(both.nobody.user_id, FOREVER)
    sizes = sorted(commits.sizes)
    assert sizes[-2] <= 200 < sizes[-1] < 210
    both.log.expect_replayable()


MARKED: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "conversations": ("conversations", ("conversations", "talk"), {}),
    "messages": ("messages", ("conversations", "talk", "messages", "said"), {}),
    "imports": ("imports", ("imports", "history"), {}),
    "parts": ("parts", ("imports", "history", "parts", "000001"), {}),
    "proposals": ("proposals", ("proposals", "idea"), {}),
    "programs": ("programs", ("programs", "plan"), {"visibility": "PRIVATE"}),
    "shelves": ("shelves", ("shelves", "programs"), {"active_program_id": "plan"}),
    "coach": ("coach/memory", ("coach", "memory"), {}),
    "reports": ("reports", ("reports", "2026-W40"), {"week": "2026-W40"}),
    "exports": ("exports", ("exports", "file"), {}),
    "private": ("private/credentials", ("private", "credentials"), {}),
}
"""Collection -> the kind of document that was kept of it, where it stands, what else it says."""


def fill(both: Two) -> None:
    both.trains(workouts=1, sets=1)
    uid, org = both.nobody.user_id, both.nobody.organization_id
    for collection, (kind, path, about) in MARKED.items():
        owner = {"owner_id": uid, "organization_id": org} if collection == "programs" else {}
        both.has_kept(kind, *path, **owner, **about)
    both.put(
        Put(("users", uid, "coach", "preferences"), {"personality": "DATA_NERD"}),
        Put(("users", uid, "log", "import_names"), {"names": '{"bench": "b"}'}),
        Put(("orgs", org, "usage", "202611"), usage_fields(3)),
        Put(
            ("text_embeddings", "v"),
            {
                "owner": uid,
                "kind": "WORKOUT",
                "of": "phone-w0",
                "place": "",
                "model": "m",
                "fingerprint": "f",
                "vector": VectorValue((1.0, 0.0)),
            },
        ),
    )


def usage_fields(used: int) -> dict[str, Any]:
    spent = {"tokens_in": 10 * used, "tokens_out": used, "cost_micros": 7 * used}
    return {"used": used, "used_free": used, "reserved": {}, **spent}


def everything_of(database: Database, uid: str, org: str) -> Iterator[tuple[str, ...]]:
    """Paths below a person and their organisation, without whose they are."""
    for root in (("users", uid), ("orgs", org)):
        for collection in (*ALL_COLLECTIONS, "usage"):
            for one in database.query(Query(collection), root):
                yield one.path[2:]
                for below in ("messages", "parts"):
                    for lower in database.query(Query(below), one.path):
                        yield lower.path[2:]


ALL_COLLECTIONS = tuple(
    name for name, row in read_personal().items() if row.person.startswith("path")
)


def test_every_collection_of_a_person_moves_or_stays_behind_as_the_registry_says(
    both: Two, database: Database
) -> None:
    fill(both)
    ann, nobody = both.ann, both.nobody
    before = set(everything_of(database, nobody.user_id, nobody.organization_id))
    rows = read_personal()
    below = {path[-2] for path in before}
    assert below >= set(ALL_COLLECTIONS) - {"log"}, "each has a document"
    moved = both.merge().moved
    after = set(everything_of(database, ann.user_id, ann.organization_id))
    left = set(everything_of(database, nobody.user_id, nobody.organization_id))
    # The log is copied into another, and erased with whose it was.
    copied = {"events", "workouts", "measurements", "log"}
    for path in before:
        merge = rows[path[-2]].merge
        assert merge is not None
        if merge.word in ("move", "sum"):
            assert path in after, path
            assert path[-2] in copied or path not in left, path
        else:
            assert path not in after or path[-2] == "private", path
    assert moved == Moved(
        workouts=1, measurements=1, events=3, programs=1, imports=1, conversations=1, messages=1,
        proposals=1, memories=moved.memories, answers=3,
    )  # fmt: skip
    assert moved.memories > 0
    programs = FirestorePrograms(database)
    shelf = programs.shelf(ann.user_id, ann.organization_id)
    assert (shelf.active_program_id, [one.id for one in shelf.summaries]) == ("plan", ["plan"])
    assert programs.find(ann.user_id, None, "plan").program.owner_id == ann.user_id
    (vector,) = database.query(Query("text_embeddings"))
    assert vector.data["owner"] == ann.user_id
    assert vector.data["vector"]["value"] == [1.0, 0.0]


def test_what_the_account_has_said_itself_stands(both: Two, database: Database) -> None:
    fill(both)
    uid = both.ann.user_id
    FirestorePrograms(database).activate(uid, "own")
    both.put(
        Put(("users", uid, "coach", "preferences"), {"personality": "COACH_MIKE"}),
        Put(("users", uid, "log", "import_names"), {"names": '{"bench": "own", "row": "r"}'}),
        Put(("users", uid, "proposals", "idea"), {"state": "own"}),
    )
    both.merge()
    assert FirestorePrograms(database).active_id(uid) == "own"

    def data(*path: str) -> dict[str, Any]:
        found = database.get(("users", uid, *path))
        assert found is not None
        return found.data

    assert data("coach", "preferences")["personality"] == "COACH_MIKE"
    assert data("log", "import_names")["names"] == '{"bench": "own", "row": "r"}'
    assert data("proposals", "idea")["state"] == "own"


def test_the_answers_of_the_coach_add_up_exactly(both: Two, database: Database) -> None:
    month, usage = Month(2026, 11), FirestoreCoachUsage(database)
    held = {"r": {"user_id": both.nobody.user_id, "tier": Tier.FREE, "until": now()}}
    theirs, own = both.nobody.organization_id, both.ann.organization_id
    both.put(
        Put(("orgs", theirs, "usage", "202611"), {**usage_fields(4), "reserved": held}),
        Put(("orgs", theirs, "usage", "202610"), usage_fields(9)),
        Put(("orgs", own, "usage", "202611"), usage_fields(8)),
    )
    assert both.merge().moved.answers == 13
    spent = Spent(Tokens(120, 12), 84)
    assert usage.of(own, month) == Usage(used=12, used_free=12, spent=spent)
    assert usage.of(own, Month(2026, 10)).used_free == 9
    assert usage.of(theirs, month) == Usage()
    moved = database.get(("orgs", own, "usage", "202610"))
    assert moved is not None
    assert moved.data["month"] == "202610", "by which the platform's answers are added up"


@pytest.mark.parametrize("status", ["QUEUED", "COMMITTING", "UNDOING", "COMMITTED"])
def test_an_import_that_is_being_worked_on_ends(both: Two, database: Database, status: str) -> None:
    path = ("imports", "history")
    both.has_kept("imports", *path, status=status, run=3, done=5)
    both.has_kept("parts", *path, "parts", "000001")
    both.merge()
    about = FirestoreImports(database).find(both.ann.user_id, "history").about
    is_over = status == "COMMITTED"
    assert about.status == (status if is_over else "FAILED")
    assert (about.run, about.done) == ((3, 5) if is_over else (4, 0))
    assert (about.fault is None) == is_over


def test_of_two_accounts_one_gets_it_whoever_comes_at_once(
    database: Database, people: People
) -> None:
    accounts = [people.free().user_id for _ in range(2)]
    merges = [mover_over(database).merges for _ in accounts]
    for _ in range(100):
        known = proof(people.anonymous())
        got = together(
            [
                lambda one=one, at=at, known=known: at.begin(one, known)  # type: ignore[misc]
                for one, at in zip(accounts, merges, strict=True)
            ]
        )
        assert outcomes(got) == {"done": 1, "Conflict": 1}
        (won,) = [one for one in got if isinstance(one, Merging)]
        stored = merges[0].find(known.anonymous_id)
        assert stored is not None
        assert stored.merging.into == won.into


def test_what_a_phone_tells_while_it_is_merged_has_moved_or_was_refused(
    connected: Callable[[], Database], people: People
) -> None:
    database = connected()
    for turn in range(4):
        both = two(database, people)
        phone = FirestoreLog(connected())

        def tell(both: Two = both, phone: FirestoreLog = phone) -> int:
            for number in range(1, 25):
                one = event(number, started(f"w{number}"))
                try:
                    phone.append(both.nobody.user_id, "phone", [one])
                except AccountMerged:
                    return number - 1
            return number

        def merge(both: Two = both, turn: int = turn) -> int:
            while len(both.left.orders()) < turn:
                continue
            both.merge()
            return 0

        calls: list[Callable[[], int]] = [tell, merge]
        accepted, _ = together(calls)
        assert isinstance(accepted, int)
        assert both.log.orders() == list(range(1, accepted + 1))
        assert len(both.log.workouts.started(both.ann.user_id)) == accepted


def test_two_who_do_it_at_once_do_it_once(both: Two, connected: Callable[[], Database]) -> None:
    fill(both)
    both.trains(workouts=35, sets=2, device="tablet")
    both.begin()
    runs = [mover_over(connected()) for _ in range(2)]
    got = together([lambda run=run: run.run(both.nobody.user_id, FOREVER) for run in runs])  # type: ignore[misc]
    assert outcomes(got) == {"done": 2}
    assert both.merge().moved == replace(
        both.begin().moved, workouts=36, measurements=36, events=143, messages=1, answers=3
    )
    both.log.expect_replayable()


@dataclass
class Stopping(Database):
    """Another connection, over which commits are counted, and fail from one on."""

    inner: Database
    stops_at: int = 1_000_000
    is_answer_lost: bool = False
    after: Callable[[int], object] = lambda _: None
    sizes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        vars(self).update(vars(self.inner))

    def commit(self, *writes: Write) -> None:
        if len(self.sizes) == self.stops_at and not self.is_answer_lost:
            raise Unavailable
        super().commit(*writes)
        self.sizes.append(len(writes))
        self.after(len(self.sizes))
        if len(self.sizes) > self.stops_at:
            raise Unavailable


def test_wherever_it_stops_it_goes_on_to_the_same_end(
    both: Two, people: People, connected: Callable[[], Database]
) -> None:
    """Before a commit, and with its answer lost, by turns."""
    fill(both)
    whole = both.merge()
    other = two(both.database, people)
    fill(other)
    other.begin()
    stops = 0
    while True:
        is_lost = bool(stops % 2)
        broken = Stopping(connected(), stops_at=int(not is_lost), is_answer_lost=is_lost)
        try:
            merging = mover_over(broken).run(other.nobody.user_id, FOREVER)
        except Unavailable:
            stops += 1
            continue
        break
    assert stops > 8
    assert merging.moved == whole.moved
    assert _paths(other) == _paths(both)
    other.log.expect_replayable()


def _paths(both: Two) -> list[tuple[str, ...]]:
    return sorted(everything_of(both.database, both.ann.user_id, both.ann.organization_id))


KILLED = """
import os, signal, sys
from shared.store.database import connect
from tests.merging import FOREVER, mover_over

database, commit, left = connect(sys.argv[1]), None, int(sys.argv[3])

class Dying(type(database)):
    def commit(self, *writes):
        global left
        super().commit(*writes)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

database.__class__ = Dying
mover_over(database).run(sys.argv[2], FOREVER)
"""


def test_a_process_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    both: Two, project: str
) -> None:
    fill(both)
    both.trains(workouts=35, sets=2, device="tablet")
    both.begin()
    command = [sys.executable, "-c", KILLED, project, both.nobody.user_id, "4"]
    killed = subprocess.run(command, cwd=ROOT, env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    merging = both.merge()
    assert merging.state is MergeState.MOVED
    assert (merging.moved.workouts, merging.moved.events) == (36, 143)
    assert len(both.log.workouts.started(both.ann.user_id, limit=100)) == 36
    both.log.expect_replayable()


def test_only_the_token_of_now_is_a_proof_and_a_used_one_ends_the_session(
    both: Two, people: People
) -> None:
    merges = mover_over(both.database).merges
    accounts, nobody = people.accounts, both.nobody
    for _ in range(2):
        accounts.rotate_session(nobody.user_id, nobody.session_id, 1)
    third = accounts.rotate_session(nobody.user_id, nobody.session_id, 2)
    assert third is not None
    with pytest.raises(InvalidCredentials):
        merges.begin(both.ann.user_id, proof(nobody, 1))
    with pytest.raises(InvalidCredentials):
        merges.begin(both.ann.user_id, proof(nobody, 3))
    with pytest.raises(Conflict):
        merges.begin(both.ann.user_id, proof(both.ann))
