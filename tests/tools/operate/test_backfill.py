"""`backfill`: whatever happens meanwhile, in the end every document has today's shape."""

import os
import signal
import subprocess
import sys
import time

import pytest

from shared.store.channel import live_channel
from shared.store.database import Database
from shared.store.schemas import Fields, Schemas
from shared.store.writes import Create, Delete, Document, Path, Put
from tools.manifest import ROOT
from tools.operate.__main__ import main
from tools.operate.backfill import Backfill, told
from tools.operate.pace import Pace
from tools.operate.stopped import Stopped


def in_grams(stored: Fields) -> Fields:
    stored["grams"] = round(stored.pop("kilograms") * 1000)
    return stored


LATER = Schemas({"notes": [in_grams]})
MANY = 450


def note(number: int) -> Path:
    return ("users", f"u{number % 7}", "notes", f"n{number:04}")


@pytest.fixture
def later(project: str, database: Database) -> Database:
    """Notes of many people, some of which have been written anew since."""
    for start in range(0, MANY, 150):
        some = range(start, start + 150)
        database.commit(*(Create(note(one), {"kilograms": one / 10}) for one in some))
    later = Database(project, live_channel(), LATER)
    later.commit(*(Put(note(one), {"grams": one * 100}) for one in range(0, MANY, 50)))
    return later


def backfill(database: Database, rate: float = 1e9) -> Backfill:
    return Backfill(database, "notes", 2, Pace(rate))


def all_notes(database: Database) -> list[Document]:
    found = database.get_many([note(one) for one in range(MANY)])
    return [one for one in found if one is not None]


def are_all_moved(database: Database) -> bool:
    found = all_notes(database)
    return len(found) == MANY and all(
        (one.schema, one.data) == (2, {"grams": int(one.id[1:]) * 100}) for one in found
    )


def test_every_document_of_the_kind_is_moved_once(
    later: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    told(backfill(later), dry_run=True, again=False)
    assert not any(one.schema == 2 for one in all_notes(later)[1:50])
    assert later.get(backfill(later).path) is None
    told(backfill(later), dry_run=False, again=False)
    assert are_all_moved(later)
    before = [one.stamp for one in all_notes(later)]
    told(backfill(later), dry_run=False, again=False)
    told(backfill(later), dry_run=False, again=True)
    assert [one.stamp for one in all_notes(later)] == before
    assert capsys.readouterr().out.splitlines() == [
        "notes: 450 seen, 441 would be written in shape 2",
        "notes: 450 seen, 441 written in shape 2",
        "notes: 450 seen, 441 written in shape 2",
        "notes: 450 seen, 0 written in shape 2",
    ]


def test_people_write_meanwhile_and_lose_nothing(later: Database) -> None:
    changed, gone = note(3), note(5)

    class Interrupted(Pace):
        """Between what is read and what is written, somebody writes."""

        def before(self, writes: int) -> None:
            if writes > 1 and later.get(gone) is not None:
                later.commit(Put(changed, {"grams": 1}), Delete(gone))

    Backfill(later, "notes", 2, Interrupted()).run()
    kept = later.get(changed)
    assert kept is not None
    assert kept.data == {"grams": 1}
    assert later.get(gone) is None
    assert {one.schema for one in all_notes(later)} == {2}


def test_two_at_once_are_one_too_many(later: Database) -> None:
    class Overtaken(Pace):
        def before(self, writes: int) -> None:
            backfill(later).run()

    with pytest.raises(Stopped, match="Another"):
        Backfill(later, "notes", 2, Overtaken()).run()
    assert are_all_moved(later)


def test_killed_at_any_moment_it_goes_on_where_it_was(later: Database, project: str) -> None:
    script = (
        "from tests.tools.operate.test_backfill import *\n"
        f"backfill(Database({project!r}, live_channel(), LATER), 400).run()"
    )
    child = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=dict(os.environ))
    deadline = time.monotonic() + 30
    while not backfill(later).progress().moved:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    halfway = backfill(later).progress()
    assert 0 < halfway.moved < 441
    assert halfway.finished_at is None
    done = backfill(later).run()
    assert (done.seen, done.moved) == (450, 441)
    assert are_all_moved(later)


def test_it_begins_with_500_a_second_and_grows_by_half_every_five_minutes() -> None:
    at, slept = [0.0], [0.0]

    def sleep(seconds: float) -> None:
        at[0] += seconds
        slept[0] += seconds

    pace = Pace(clock=lambda: at[0], sleep=sleep)
    for _ in range(10):
        pace.before(200)
    # The last 200 are not waited for.
    assert slept[0] == pytest.approx(9 * 200 / 500)
    assert [pace.rate(minutes * 60) for minutes in (0, 4.9, 5, 10)] == [500, 500, 750, 1125]


def test_nothing_is_old_yet(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backfill"]) == 0
    assert main(["backfill", "users"]) == 1
    told = capsys.readouterr()
    assert told.out == "no kind of document ever changed its shape\n"
    assert "users never changed their shape" in told.err
