"""Seeding: what it adds, changes, archives and leaves alone, and that twice is as good as once."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared import tally
from shared.domain.exercises import Exercise, Standing
from shared.domain.muscles import Muscle
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tools.seed.catalogue import load_catalogue
from tools.seed.changes import (
    Change,
    Stored,
    Verdict,
    Wanted,
    differences,
    fingerprint,
    plan_changes,
)
from tools.seed.facts import facts_of_exercise, facts_of_plan
from tools.seed.load import Report, Seeder
from tools.seed.telling import told
from tools.seed.templates import Template, load_templates

ROOT = Path(__file__).parents[2]
EMULATOR = "FIRESTORE_EMULATOR_HOST"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EXERCISES = load_catalogue()[:6]
TEMPLATES = load_templates()
GZCLP = next(one for one in TEMPLATES if one.slug == "gzclp")


def stored(facts: dict[str, object], seeded: dict[str, object] | None) -> dict[str, Stored]:
    return {"1": Stored("1", "One", facts, fingerprint(seeded) if seeded is not None else None)}


def verdicts(changes: tuple[Change, ...]) -> list[Verdict]:
    return [change.verdict for change in changes]


WANTED = [Wanted("1", "One", {"name": "One"})]
OLD, NEW = {"name": "Old"}, {"name": "One"}


@pytest.mark.parametrize(
    ("facts", "seeded", "force", "verdict"),
    [
        (NEW, NEW, False, Verdict.UNCHANGED),
        (NEW, OLD, False, Verdict.UNCHANGED),
        (NEW, None, False, Verdict.UNCHANGED),
        (OLD, OLD, False, Verdict.CHANGED),
        (OLD, NEW, False, Verdict.KEPT),
        (OLD, None, False, Verdict.KEPT),
        (OLD, NEW, True, Verdict.CHANGED),
        (OLD, None, True, Verdict.CHANGED),
    ],
)
def test_what_was_edited_since_it_was_seeded_is_kept_unless_forced(
    facts: dict[str, object], seeded: dict[str, object] | None, force: bool, verdict: Verdict
) -> None:
    assert verdicts(plan_changes(stored(facts, seeded), WANTED, force=force)) == [verdict]


def test_what_is_not_stored_is_added() -> None:
    assert verdicts(plan_changes({}, WANTED)) == [Verdict.ADDED]


@pytest.mark.parametrize(
    ("facts", "seeded", "force", "expected"),
    [
        (OLD, OLD, False, [Verdict.ARCHIVED]),
        (OLD, NEW, False, [Verdict.KEPT]),
        (OLD, NEW, True, [Verdict.ARCHIVED]),
        (OLD, None, True, []),
        (OLD | {"standing": "ARCHIVED"}, OLD, True, []),
    ],
)
def test_what_left_the_files_is_archived_once_if_it_was_seeded(
    facts: dict[str, object],
    seeded: dict[str, object] | None,
    force: bool,
    expected: list[Verdict],
) -> None:
    assert verdicts(plan_changes(stored(facts, seeded), [], force=force)) == expected


def test_differences_name_the_place_and_both_values() -> None:
    before = {"name": "A", "shares": {"CHEST": 1.0}, "aliases": ["x", "y"], "parts": [{"n": 1}]}
    after = {"name": "B", "shares": {"LATS": 1.0}, "aliases": ["y", "z"], "parts": []}
    assert list(differences(before, after)) == [
        "name: A -> B",
        "shares.CHEST: 1.0 -> nothing",
        "shares.LATS: nothing -> 1.0",
        "aliases: -x +z",
        "parts.0: {'n': 1} -> nothing",
    ]


def test_another_order_is_a_difference() -> None:
    assert list(differences({"aliases": ["x", "y"]}, {"aliases": ["y", "x"]})) == [
        "aliases: in another order"
    ]


def test_every_field_of_a_set_row_makes_a_difference() -> None:
    session = GZCLP.plan.sessions[0]
    entry = session.exercises[0]
    changes: list[dict[str, object]] = [
        {"count": 9},
        {"reps_min": 2},
        {"rir": 1},
        {"percent_1rm": 80.0},
        {"rest_seconds": 60},
        {"tempo": "3010"},
        {"notes": "Slow"},
    ]
    facts = {fingerprint(facts_of_plan(GZCLP.plan))}
    for change in changes:
        row = replace(entry.sets[0], **change)  # type: ignore[arg-type]
        changed = replace(entry, sets=(row, *entry.sets[1:]))
        part = replace(session, exercises=(changed, *session.exercises[1:]))
        plan = replace(GZCLP.plan, sessions=(part, *GZCLP.plan.sessions[1:]))
        facts.add(fingerprint(facts_of_plan(plan)))
    assert len(facts) == 1 + len(changes)


@pytest.fixture
def catalogue(database: Database) -> FirestoreCatalogue:
    return FirestoreCatalogue(database, CatalogueCache(), lambda: NOW)


@pytest.fixture
def programs(database: Database) -> FirestorePrograms:
    return FirestorePrograms(database)


Seeders = Callable[..., Seeder]


@pytest.fixture
def seeder(catalogue: FirestoreCatalogue, programs: FirestorePrograms) -> Seeders:
    def make(*, days_later: int = 0, force: bool = False) -> Seeder:
        return Seeder(catalogue, programs, NOW + timedelta(days=days_later), force)

    return make


def count(changes: tuple[Change, ...], verdict: Verdict) -> int:
    return sum(change.verdict is verdict for change in changes)


def by_name(catalogue: FirestoreCatalogue) -> dict[str, Exercise]:
    return {one.name: one for one in catalogue.load(None, 0, 0)}


def test_seeding_an_empty_project_brings_every_exercise_and_template(
    seeder: Seeders, catalogue: FirestoreCatalogue, programs: FirestorePrograms
) -> None:
    report = seeder().seed()
    assert count(report.exercises, Verdict.ADDED) == len(load_catalogue())
    assert count(report.templates, Verdict.ADDED) == len(TEMPLATES)
    bench = by_name(catalogue)["Bench Press"]
    assert (bench.created_at, bench.version, bench.is_standard) == (NOW, 1, True)
    assert {summary.id for summary in programs.templates()} == {one.id for one in TEMPLATES}
    assert programs.find(None, None, GZCLP.id).program == GZCLP.program(NOW)


def test_seeding_twice_writes_nothing_the_second_time(seeder: Seeders) -> None:
    seeder().seed()
    counted = tally.begin()
    report = seeder(days_later=1).seed()
    assert counted.writes == 0
    assert count(report.exercises, Verdict.UNCHANGED) == len(report.exercises)
    assert count(report.templates, Verdict.UNCHANGED) == len(report.templates)


def test_a_dry_run_says_the_same_and_writes_nothing(seeder: Seeders, database: Database) -> None:
    rehearsed = seeder().seed(dry_run=True)
    assert database.get(("catalogue", "global")) is None
    assert database.get(("shelves", "templates")) is None
    assert seeder().seed() == rehearsed


def test_a_change_in_the_files_is_the_next_version(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    seeder().seed_exercises(EXERCISES)
    first = EXERCISES[0]
    wanted = replace(first, contributions={**first.contributions, Muscle.ABS: 1})
    (change, *others) = seeder(days_later=1).seed_exercises([wanted, *EXERCISES[1:]])
    assert change.verdict is Verdict.CHANGED
    assert change.differences == ("contributions.ABS: nothing -> 0.25",)
    assert {other.verdict for other in others} == {Verdict.UNCHANGED}
    stored = by_name(catalogue)[first.name]
    assert stored.contributions == wanted.contributions
    assert (stored.version, stored.created_at) == (2, NOW)
    assert stored.updated_at == NOW + timedelta(days=1)


def test_an_admins_edit_is_kept_until_forced(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    seeder().seed_exercises(EXERCISES)
    edited = replace(by_name(catalogue)[EXERCISES[0].name], description="Edited by an admin.")
    catalogue.replace(edited)
    kept = seeder().seed_exercises(EXERCISES)[0]
    assert kept.verdict is Verdict.KEPT
    assert "edited since" in kept.differences[0]
    assert by_name(catalogue)[edited.name].description == "Edited by an admin."
    assert seeder(force=True).seed_exercises(EXERCISES)[0].verdict is Verdict.CHANGED
    assert by_name(catalogue)[edited.name].description == EXERCISES[0].description


def test_the_picture_an_admin_gave_an_exercise_stays_when_the_files_change_it(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    seeder().seed_exercises(EXERCISES)
    first = EXERCISES[0]
    catalogue.replace(replace(by_name(catalogue)[first.name], image_url="https://x.test/1.png"))
    wanted = replace(first, description="Said better.")
    assert seeder().seed_exercises([wanted])[0].verdict is Verdict.CHANGED
    assert by_name(catalogue)[first.name].image_url == "https://x.test/1.png"


def test_an_exercise_that_left_the_files_is_archived_and_comes_back_when_they_have_it_again(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    gone = EXERCISES[0]
    seeder().seed_exercises(EXERCISES)
    assert seeder().seed_exercises(EXERCISES[1:])[-1].verdict is Verdict.ARCHIVED
    assert by_name(catalogue)[gone.name].standing is Standing.ARCHIVED
    assert gone.id not in {change.id for change in seeder().seed_exercises(EXERCISES[1:])}
    assert seeder().seed_exercises(EXERCISES)[0].verdict is Verdict.CHANGED
    assert by_name(catalogue)[gone.name].standing is Standing.ACTIVE


def test_an_exercise_an_admin_archived_stays_archived(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    seeder().seed_exercises(EXERCISES)
    catalogue.retire(by_name(catalogue)[EXERCISES[0].name], lambda _: True)
    assert seeder().seed_exercises(EXERCISES)[0].verdict is Verdict.KEPT
    assert by_name(catalogue)[EXERCISES[0].name].standing is Standing.ARCHIVED


def test_an_admins_own_exercise_is_left_alone_and_keeps_its_name(
    seeder: Seeders, catalogue: FirestoreCatalogue
) -> None:
    own = replace(EXERCISES[0], id="made-by-an-admin", created_at=NOW, updated_at=NOW)
    catalogue.add(own)
    kept, *added = seeder(force=True).seed_exercises(EXERCISES)
    assert (kept.verdict, kept.differences) == (
        Verdict.KEPT,
        ("another exercise here has this name",),
    )
    assert {one.verdict for one in added} == {Verdict.ADDED}
    assert by_name(catalogue)[own.name] == own


def test_a_template_follows_the_files_and_keeps_its_age(
    seeder: Seeders, programs: FirestorePrograms
) -> None:
    seeder().seed_templates([GZCLP])
    wanted = Template(GZCLP.slug, GZCLP.id, replace(GZCLP.plan, duration_weeks=6))
    (change,) = seeder(days_later=1).seed_templates([wanted])
    assert change.differences == ("duration_weeks: 12 -> 6",)
    stored = programs.find(None, None, GZCLP.id).program
    assert (stored.plan, stored.version, stored.created_at) == (wanted.plan, 2, NOW)
    assert programs.templates()[0].data["duration_weeks"] == 6


def test_an_admins_edit_of_a_template_is_kept_until_forced(
    seeder: Seeders, programs: FirestorePrograms
) -> None:
    seeder().seed_templates([GZCLP])
    kept = programs.find(None, None, GZCLP.id)
    edited = replace(kept.program, plan=replace(GZCLP.plan, name="Ours"), version=2)
    programs.replace(kept, edited)
    assert seeder().seed_templates([GZCLP])[0].verdict is Verdict.KEPT
    assert programs.find(None, None, GZCLP.id).program == edited
    assert seeder(force=True).seed_templates([GZCLP])[0].verdict is Verdict.CHANGED
    assert programs.find(None, None, GZCLP.id).program.plan == GZCLP.plan


def test_a_template_that_left_the_files_is_kept_for_those_who_follow_it(
    seeder: Seeders, programs: FirestorePrograms
) -> None:
    seeder().seed_templates([GZCLP])
    (change,) = seeder(force=True).seed_templates([])
    assert (change.verdict, change.differences) == (Verdict.KEPT, ("left the files",))
    assert programs.find(None, None, GZCLP.id).program == GZCLP.program(NOW)


def test_a_report_reads_as_a_difference_with_totals() -> None:
    report = Report(
        (
            Change("1", "Squat", Verdict.ADDED),
            Change("2", "Row", Verdict.CHANGED, ("aliases: -a +b",)),
            Change("3", "Dip", Verdict.UNCHANGED),
        ),
        (Change("4", "PPL", Verdict.KEPT, ("sessions.0.exercises.0.exercise: 1 -> 2",)),),
    )
    assert list(told(report, dry_run=True)) == [
        "+ Squat",
        "~ Row",
        "    aliases: -a +b",
        "exercises: 1 added, 1 changed, 1 unchanged, 0 archived, 0 kept",
        "! PPL",
        "    sessions.0.exercises.0.exercise: Squat -> Row",
        "templates: 0 added, 0 changed, 0 unchanged, 0 archived, 1 kept",
        "nothing was written",
    ]


def test_facts_of_an_exercise_leave_out_what_the_files_do_not_say() -> None:
    later = replace(EXERCISES[0], version=7, updated_at=NOW, image_url="x", created_by="y")
    assert facts_of_exercise(later) == facts_of_exercise(EXERCISES[0])


def command(**environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", EMULATOR)}
    return subprocess.run(
        [sys.executable, "-m", "tools.seed", "--dry-run"],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_tells_the_totals_of_the_project_it_is_given(project: str) -> None:
    run = command(GOOGLE_CLOUD_PROJECT=project)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert "+ Bench Press" in lines
    assert lines[-1] == "nothing was written"
    assert lines[-2] == "templates: 8 added, 0 changed, 0 unchanged, 0 archived, 0 kept"


def test_the_command_without_a_project_says_what_is_missing() -> None:
    run = command()
    assert run.returncode == 1
    assert "GOOGLE_CLOUD_PROJECT" in run.stderr
