"""`make replay`: what is stored beside the events follows from them."""

import os
import subprocess
import sys

import pytest

from shared.store.database import Database
from shared.store.writes import Delete, Merge, Path, Put
from tests.training import Log, done, event, measured, started
from tools.manifest import ROOT
from tools.replay import apply, replay

WORKOUT: Path = ("users", "ann", "workouts", "w")
HEAD: Path = ("users", "ann", "log", "head")


@pytest.fixture
def log(database: Database) -> Log:
    log = Log(database)
    told = [event(1, started()), event(2, done("s1")), event(5, measured(weight_kg=80))]
    log.append(*told)
    return log


def told(log: Log) -> list[str]:
    return [one.told for one in replay(log.database, "ann").differences]


def test_a_log_that_nobody_tampered_with_is_as_its_events_say(log: Log) -> None:
    replayed = replay(log.database, "ann")
    # The workout, the measurement and the head.
    assert (replayed.events, replayed.compared, list(replayed.differences)) == (3, 3, [])
    assert replay(log.database, "nobody").compared == 0


def test_every_difference_is_told_and_mended(log: Log) -> None:
    database = log.database
    before = [database.get(path) for path in (WORKOUT, HEAD)]
    database.commit(
        Merge(WORKOUT, {("state",): "{}", ("status",): "FINISHED"}),
        Delete(("users", "ann", "measurements", "m")),
        Merge(HEAD, {("next_order",): 9}),
        Put(("users", "ann", "workouts", "ghost"), {"changed_order": 2, "ledger": ""}),
    )
    assert told(log) == [
        "log/head: next_order",
        "measurements/m: missing",
        "workouts/ghost: no event speaks of it",
        "workouts/w: state, status",
    ]
    apply(database, replay(database, "ann"))
    assert told(log) == []
    after = [database.get(path) for path in (WORKOUT, HEAD)]
    assert [one and one.data for one in after] == [one and one.data for one in before]
    assert log.append(event(3, done("s2"))) == ["ACCEPTED"]


def test_the_command_says_what_differs_and_ends_with_one(log: Log, project: str) -> None:
    def run(*arguments: str) -> tuple[int, list[str]]:
        environ = {**os.environ, "GOOGLE_CLOUD_PROJECT": project}
        command = [sys.executable, "-m", "tools.replay", "ann", *arguments]
        done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, check=False)
        return done.returncode, done.stdout.decode().splitlines()

    log.database.commit(Merge(WORKOUT, {("status",): "FINISHED"}))
    lines = ["ann: 3 events, 3 documents", "  workouts/w: status"]
    assert run() == (1, lines)
    assert run("--apply") == (0, lines)
    assert run() == (0, lines[:1])
