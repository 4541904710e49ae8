"""A database with the curated catalogue and the templates in it, as the seeder leaves it."""

from dataclasses import replace
from functools import cache

from shared.domain.exercises import Equipment, Exercise, Laterality, LoadMode, Mechanic, Tracking
from shared.store.catalogue import Curated, FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests.people import now
from tools.seed.catalogue import exercise_id, load_catalogue
from tools.seed.templates import Template, load_templates


@cache
def curated_exercises() -> tuple[Exercise, ...]:
    return load_catalogue(written_at=now())


@cache
def templates() -> tuple[Template, ...]:
    return load_templates()


def catalogue_of(database: Database) -> FirestoreCatalogue:
    """A process of its own, as far as its cache goes."""
    return FirestoreCatalogue(database, CatalogueCache())


def stock(database: Database) -> None:
    exercises = curated_exercises()
    catalogue_of(database).curate(lambda _: [Curated(one, None) for one in exercises])


def stock_templates(database: Database) -> None:
    programs = FirestorePrograms(database)
    for template in templates():
        programs.put_template(template.program(now()))


def custom_exercise(organization_id: str, exercise_id: str, name: str) -> Exercise:
    model = next(one for one in curated_exercises() if one.name == "Bench Press")
    return replace(
        model,
        id=exercise_id,
        name=name,
        aliases=(),
        organization_id=organization_id,
        is_standard=False,
        equipment=Equipment.OTHER,
        mechanic=Mechanic.COMPOUND,
        load_mode=LoadMode.EXTERNAL,
        laterality=Laterality.BILATERAL,
        tracking=Tracking.REPS,
    )


def draft(**changes: object) -> dict[str, object]:
    """Three sessions of push, pull and legs on six days."""
    sessions = [
        session("Push", "bench-press", "overhead-press", "triceps-pushdown"),
        session("Pull", "bent-over-row", "lat-pulldown", "dumbbell-curl"),
        session("Legs", "squat", "leg-press", "standing-calf-raise"),
    ]
    return {
        "name": "PPL",
        "split_type": "PUSH_PULL_LEGS",
        "structure": {"type": "WEEKLY", "days": ["SAT", "MON", "TUE", "WED", "THU", "FRI"]},
        "duration_weeks": 8,
        "sessions": sessions,
        **changes,
    }


def session(name: str, *slugs: str) -> dict[str, object]:
    return {"name": name, "exercises": [entry(slug) for slug in slugs]}


def entry(slug: str, **row: object) -> dict[str, object]:
    sets = {"kind": "WORKING", "count": 3, "reps_min": 8, "reps_max": 12, **row}
    return {"exercise_id": exercise_id(slug), "sets": [sets]}
