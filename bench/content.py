"""The measured program in the forms it is sent in."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.web.contributions import as_shares
from tools.seed.catalogue import load_catalogue

_SAID_IN_A_DRAFT = ("name", "description", "split_type", "structure", "duration_weeks")
_SAID_OF_AN_ENTRY = ("exercise_id", "superset_group", "notes", "sets")


def draft_of(program: Mapping[str, Any]) -> dict[str, Any]:
    """The draft that would make this stored program."""
    head = {name: program[name] for name in _SAID_IN_A_DRAFT}
    return head | {"sessions": [_session(session) for session in program["sessions"]]}


def spelled_out(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with its exercises written out in place of their ids."""
    known = {exercise["id"]: exercise for exercise in exercises()}

    def spelled(entry: Mapping[str, Any]) -> dict[str, Any]:
        exercise = dict(known[entry["exercise_id"]])
        del exercise["id"]
        kept = {name: value for name, value in entry.items() if name != "exercise_id"}
        return kept | {"exercise": exercise}

    sessions = [
        {**session, "exercises": [spelled(entry) for entry in session["exercises"]]}
        for session in draft["sessions"]
    ]
    return {**draft, "sessions": sessions}


def exercises() -> Iterator[dict[str, Any]]:
    """Id, name and contributions of the whole catalogue."""
    for exercise in load_catalogue():
        yield {
            "id": exercise.id,
            "name": exercise.name,
            "muscle_contributions": as_shares(exercise.contributions),
        }


def _session(session: Mapping[str, Any]) -> dict[str, Any]:
    entries = [{name: entry[name] for name in _SAID_OF_AN_ENTRY} for entry in session["exercises"]]
    return {"name": session["name"], "exercises": entries}
