"""What merging costs in Firestore."""

from collections.abc import Callable

from shared import tally
from shared.store.database import Database
from tests.merging import FOREVER, mover_over, two
from tests.people import People


def spent(act: Callable[[], object]) -> tuple[int, int]:
    counted = tally.begin()
    act()
    return counted.reads, counted.writes


def test_what_moves_costs_its_documents_and_little_more(database: Database, people: People) -> None:
    both = two(database, people)
    # 20 workouts of six events, 20 weighings: 140 events about 40 things.
    both.trains(workouts=20, sets=5)
    # The merge, two accounts, two logs; two chains. The merge, two accounts, two tombstones, a
    # schedule; two entries with their heads.
    assert spent(both.begin) == (7, 10)
    # Each event is read and written once, each thing read in both logs and written once. In two
    # commits: the merge as it stands, the log and the merge; besides a schedule, and a look at
    # everything else there could be.
    reads, writes = spent(lambda: mover_over(database).run(both.nobody.user_id, FOREVER))
    assert writes == 140 + 40 + 2 * 2 + 1 + 1
    assert reads == 140 + 2 * 40 + 37
