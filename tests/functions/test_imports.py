from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import requests

from shared.store.database import Database
from tests.domain.imports.files import BODY, FITNOTES, HEVY, LIFTOSAUR, STRONG, WGER
from tests.functions.filing import IMPORTS, House, Member
from tests.people import People, Person
from tools.seed.catalogue import exercise_id

PRESS = "Overhead Press (Each Side, Dumbbells)"
FILES = {
    "STRONG": (STRONG["Android"], 1, 2, 0),
    "HEVY": (HEVY, 2, 5, 0),
    "FITNOTES": (FITNOTES["new"], 1, 1, 0),
    "LIFTOSAUR": (LIFTOSAUR, 1, 3, 0),
    "WGER": (WGER, 0, 0, 1),
}
"""Of each app a file, and how many workouts, sets and measurements of it come by themselves."""


@pytest.fixture
def ann(house: House) -> Member:
    return house.member()


def added(shown: Any) -> tuple[int, int, int]:
    return tuple(shown["added"][what] for what in ("workouts", "sets", "measurements"))


@pytest.mark.parametrize("source", FILES)
def test_a_history_comes_once_and_goes_and_comes_again(source: str, ann: Member) -> None:
    csv, *counts = FILES[source]
    unit = {"unit": "KG"} if source == "WGER" else {}
    nothing = ann.log()
    first = ann.brings(source, csv, **unit)
    assert (first["status"], ann.log()) == ("STAGED", nothing)
    dry = ann.imports.post(f"{IMPORTS}/{first['id']}/commit?dry_run=true")
    assert (dry.status, dry.data["difference"]) == (200, first["difference"])
    assert ann.log() == nothing
    done = ann.commits(first["id"])
    assert (done["status"], added(done)) == ("COMMITTED", tuple(counts))
    there = ann.log()
    assert len(there) == counts[0] + counts[2]
    # The same again, and the same file again: nothing.
    assert added(ann.commits(first["id"])) == tuple(counts)
    second = ann.brings(source, csv, **unit)
    assert not any(second["difference"][new] for new in ("new_workouts", "new_sets"))
    assert added(ann.commits(second["id"])) == (0, 0, 0)
    assert ann.log() == there
    assert ann.undoes(second["id"])["status"] == "UNDONE"
    assert ann.log() == there
    undone = ann.undoes(first["id"])
    assert (undone["status"], added(undone), ann.log()) == ("UNDONE", (0, 0, 0), nothing)
    # What was undone may come again, as something else.
    assert added(ann.commits(first["id"])) == tuple(counts)
    again = ann.log()
    assert [without_ids(one) for one in again] == sorted_like(again, there)
    assert not {one["id"] for one in again} & {one["id"] for one in there}
    assert added(ann.commits(ann.brings(source, csv, **unit)["id"])) == (0, 0, 0)


def without_ids(one: Any) -> Any:
    plain = {name: value for name, value in one.items() if name != "id"}
    for execution in plain.get("executions", ()):
        for done in execution["sets"]:
            done.pop("set_id", None)
    return plain


def sorted_like(wanted: list[Any], found: list[Any]) -> list[Any]:
    key = "started_at" if "started_at" in wanted[0] else "measured_at"
    by_time = {one[key]: without_ids(one) for one in found}
    return [by_time[one[key]] for one in wanted]


def test_names_nobody_knows_wait_to_be_mapped_and_are_remembered(ann: Member) -> None:
    staged = ann.brings("FITNOTES", FITNOTES["new"])
    (press, plank) = staged["matches"]
    assert (press["name"], press["decision"], press["confidence"]) == (PRESS, "ASK", 0.85)
    assert (plank["decision"], plank["exercise_name"]) == ("AUTO", "Side Plank")
    assert staged["unmapped"] == [PRESS]
    assert staged["difference"]["left_out_sets"] == 1
    ann.commits(staged["id"])
    ours = exercise_id("dumbbell-shoulder-press")
    mapped = ann.maps(staged["id"], {PRESS: ours}).data
    assert (mapped["unmapped"], mapped["matches"][0]["decision"]) == ([], "MAPPED")
    assert mapped["matches"][0]["exercise_name"] == "Dumbbell Shoulder Press"
    assert added(ann.commits(staged["id"])) == (1, 2, 0)
    (workout,) = ann.log()
    assert ours in [one["exercise_id"] for one in workout["executions"]]
    other = ann.brings("FITNOTES", FITNOTES["new"].replace("2021", "2022"))
    assert [one["decision"] for one in other["matches"]] == ["REMEMBERED", "AUTO"]
    left_out = ann.maps(other["id"], {PRESS: None}).data
    assert left_out["difference"]["left_out_sets"] == 1
    assert left_out["unmapped"] == []
    third = ann.brings("FITNOTES", FITNOTES["new"].replace("2021", "2023"))
    assert [one["decision"] for one in third["matches"]] == ["LEFT_OUT", "AUTO"]
    # Nobody else's memory.
    bob = ann.house.member().brings("FITNOTES", FITNOTES["new"])
    assert [one["decision"] for one in bob["matches"]] == ["ASK", "AUTO"]


@pytest.mark.parametrize("source", ["STRONG", "HYPERTROQ"])
def test_a_workout_of_which_nothing_is_mapped_does_not_come_and_is_not_promised(
    source: str, ann: Member
) -> None:
    header, bench, plank = STRONG["Android"].splitlines(keepends=True)
    names: dict[str, str | None] = {"Bench Press (Barbell)": exercise_id("bench-press")}
    csv = header + bench + plank.replace("Plank", "Qwx").replace("2020", "2021")
    if source == "HYPERTROQ":
        first = ann.brings("STRONG", csv)
        ann.maps(first["id"], {"Qwx": exercise_id("plank")})
        ann.commits(first["id"])
        csv = ann.fetches("LOG_JSON").replace(exercise_id("plank"), "qwx").replace("Plank", "Qwx")
        ann, names = ann.house.member(), {"Bench Press": exercise_id("bench-press")}
    staged = ann.brings(source, csv)
    expected = {"new_workouts": 1, "new_sets": 1, "left_out_workouts": 1, "left_out_sets": 1}
    assert expected.items() <= staged["difference"].items()
    nothing = ann.maps(staged["id"], dict.fromkeys(names)).data["difference"]
    assert (nothing["new_workouts"], nothing["left_out_workouts"]) == (0, 2)
    ann.maps(staged["id"], names)
    assert added(ann.commits(staged["id"])) == (1, 1, 0)
    assert len(ann.log()) == 1


def test_what_cannot_be_mapped_is_told_by_its_place(ann: Member) -> None:
    staged = ann.brings("FITNOTES", FITNOTES["new"])
    wrong = ann.maps(staged["id"], {"Nothing": exercise_id("squat"), PRESS: "no-such"})
    assert (wrong.status, wrong.paths) == (422, ["mapping.Nothing", f"mapping.{PRESS}"])
    assert ann.shows(staged["id"])["unmapped"] == [PRESS]


def test_a_dry_run_of_the_beginning_keeps_nothing(ann: Member) -> None:
    body = {"source": "HEVY", "csv": HEVY}
    answer = ann.imports.post(f"{IMPORTS}?dry_run=true", body)
    assert (answer.status, answer.data["difference"]["new_sets"]) == (200, 5)
    assert answer.data["rows"] == 5
    assert ann.imports.get(f"{IMPORTS}/{answer.data['id']}").status == 404
    assert ann.house.outbox.messages == []


def test_rows_that_cannot_be_meant_are_told_and_cost_no_other(ann: Member) -> None:
    shown = ann.brings("HEVY", HEVY.replace('"normal",100,5', '"normal",heavy,5'))
    assert shown["problem_count"] == 1
    assert shown["problems"][0] | {"message": ""} == {
        "line": 4, "column": "weight_kg", "message": "",
    }  # fmt: skip
    assert added(ann.commits(shown["id"])) == (2, 4, 0)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"source": "STRONG", "csv": STRONG["iOS classic"]}, "unit"),
        ({"source": "STRONG", "csv": HEVY}, "csv"),
        ({"source": "WGER", "csv": WGER}, "unit"),
        ({"source": "HEVY", "csv": ""}, "csv"),
        ({"source": "HEVY"}, "csv"),
        ({"source": "HEVY", "csv": HEVY, "upload_id": "u"}, "csv"),
        ({"source": "HEVY", "upload_id": "never-sent"}, "upload_id"),
        ({"source": "FITBOD", "csv": HEVY}, "source"),
    ],
)
def test_a_file_that_is_none_is_refused_at_once(
    body: dict[str, object], path: str, ann: Member
) -> None:
    answer = ann.imports.post(IMPORTS, body)
    assert (answer.status, answer.paths) == (422, [path])


def test_a_file_through_storage_is_read_where_it_lies(ann: Member) -> None:
    address = ann.imports.post(f"{IMPORTS}/uploads")
    assert address.status == 201
    sent = requests.put(
        address.data["url"],
        data=("\ufeff" + HEVY).encode(),
        headers=address.data["headers"],
        timeout=10,
    )
    assert sent.status_code == 200
    upload = {"source": "HEVY", "upload_id": address.data["upload_id"]}
    answer = ann.imports.post(IMPORTS, upload)
    ann.house.deliver()
    assert added(ann.commits(answer.data["id"])) == (2, 5, 0)
    # To somebody else it is not there.
    other = ann.house.member().imports.post(IMPORTS, upload)
    assert (other.status, other.paths) == (422, ["upload_id"])
    # It went away before it was read: that is told, and nothing is tried for ever.
    late = ann.imports.post(IMPORTS, upload).data["id"]
    ann.house.storage.delete("tests", f"uploads/{ann.person.user_id}/{upload['upload_id']}")
    ann.house.deliver()
    assert ann.shows(late)["status"] == "FAILED"
    assert "not kept" in ann.shows(late)["message"]
    assert ann.imports.post(f"{IMPORTS}/{late}/commit").status == 409


def test_bytes_that_are_no_text_fail_with_words(ann: Member) -> None:
    header = HEVY.splitlines(keepends=True)[0].encode()
    address = ann.imports.post(f"{IMPORTS}/uploads").data
    requests.put(
        address["url"], data=header + b'"\xff\xfe"\n', headers=address["headers"], timeout=10
    )
    answer = ann.imports.post(IMPORTS, {"source": "HEVY", "upload_id": address["upload_id"]})
    if answer.status == 202:
        ann.house.deliver()
        assert "UTF-8" in ann.shows(answer.data["id"])["message"]
    else:
        assert answer.paths == ["upload_id"]


def test_nobody_sees_or_touches_anothers_import(ann: Member) -> None:
    theirs = ann.brings("HEVY", HEVY)["id"]
    bob = ann.house.member().imports
    answers = [
        bob.get(f"{IMPORTS}/{theirs}"),
        bob.put(f"{IMPORTS}/{theirs}/mapping", {"mapping": {}}),
        bob.post(f"{IMPORTS}/{theirs}/commit"),
        bob.post(f"{IMPORTS}/{theirs}/commit?dry_run=true"),
        bob.delete(f"{IMPORTS}/{theirs}"),
    ]
    assert [one.status for one in answers] == [404] * 5


def test_while_something_is_done_nothing_else_begins(ann: Member) -> None:
    queued = ann.imports.post(IMPORTS, {"source": "HEVY", "csv": HEVY}).data["id"]
    assert ann.imports.post(f"{IMPORTS}/{queued}/commit").status == 409
    assert ann.maps(queued, {}).status == 409
    ann.house.deliver()
    for _ in range(2):
        assert ann.imports.post(f"{IMPORTS}/{queued}/commit").data["status"] == "COMMITTING"
    assert ann.imports.delete(f"{IMPORTS}/{queued}").status == 409
    ann.house.deliver(again=True)
    assert added(ann.shows(queued)) == (2, 5, 0)


def test_an_order_of_yesterday_does_nothing(ann: Member) -> None:
    staged = ann.brings("HEVY", HEVY)["id"]
    ann.imports.post(f"{IMPORTS}/{staged}/commit")
    (late,) = ann.house.outbox.messages
    ann.house.deliver()
    ann.undoes(staged)
    ann.house.handle(late)
    assert (ann.shows(staged)["status"], ann.log()) == ("UNDONE", [])


def test_a_run_that_is_out_of_time_goes_on_in_the_next(ann: Member) -> None:
    staged = ann.brings("STRONG", many(40))["id"]
    ann.house.seconds = -1.0
    ann.imports.post(f"{IMPORTS}/{staged}/commit")
    (order,) = ann.house.outbox.messages
    ann.house.outbox.messages.clear()
    ann.house.handle(order)
    assert ann.house.outbox.messages == [order]
    assert ann.shows(staged)["status"] == "COMMITTING"
    ann.house.seconds = 60.0
    ann.house.deliver()
    assert added(ann.shows(staged)) == (40, 80, 0)
    # Undoing, too.
    begun = replace_undo_seconds(ann)
    assert begun.delete(f"{IMPORTS}/{staged}").status == 204
    assert ann.shows(staged)["status"] == "UNDOING"
    ann.house.deliver()
    assert (ann.shows(staged)["status"], ann.log()) == ("UNDONE", [])


def replace_undo_seconds(ann: Member) -> Any:
    from functions.imports import main

    deps = replace(ann.house.import_deps, undo_seconds=-1.0)
    gate = ann.house.people.gate()
    return replace(ann.imports, function=main.endpoint.bound(lambda: gate, lambda: deps).answer)


def many(workouts: int) -> str:
    head, bench, plank = STRONG["iOS with units"].splitlines()
    lines = [head]
    for number in range(workouts):
        day = f"{2000 + number // 28}-01-{1 + number % 28:02}"
        lines += [row.replace("2020-05-14", day) for row in (bench, plank)]
    return "\n".join(lines)


def test_two_that_do_it_at_once_do_it_once(
    ann: Member, connected: Callable[[], Database], house: House
) -> None:
    staged = ann.brings("STRONG", many(60))["id"]
    ann.imports.post(f"{IMPORTS}/{staged}/commit")
    (order,) = house.outbox.messages
    others = [House(connected(), house.people, "tests") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda other: other.handle(order), others))
    assert added(ann.shows(staged)) == (60, 120, 0)
    assert [len(one["executions"]) for one in ann.log()] == [2] * 60


def test_a_workout_of_very_many_sets_comes_as_far_as_there_is_room(ann: Member) -> None:
    head, bench, _ = STRONG["iOS with units"].splitlines()
    staged = ann.brings("STRONG", "\n".join([head, *[bench] * 1_200]))["id"]
    done = ann.commits(staged)
    assert done["status"] == "COMMITTED"
    assert 300 < done["added"]["sets"] < 1_200
    assert "no room" in done["message"]
    (workout,) = ann.log()
    assert len(workout["executions"][0]["sets"]) == done["added"]["sets"]
    assert ann.undoes(staged)["status"] == "UNDONE"
    assert ann.log() == []


def test_what_somebody_logs_in_an_imported_workout_outlives_the_import(ann: Member) -> None:
    staged = ann.brings("STRONG", STRONG["Android"])["id"]
    ann.commits(staged)
    (workout,) = ann.log()
    done = workout["executions"][0]["sets"][0]
    event = {
        "event_id": "mine",
        "sequence_number": 1,
        "type": "SET_COMPLETED",
        "occurred_at": workout["finished_at"],
        "payload": {
            "workout_id": workout["id"],
            "exercise_id": workout["executions"][0]["exercise_id"],
            "set_id": "own",
            "kind": "WORKING",
            "reps": 5,
            "load": {"value": 80, "unit": "KG"},
            "completed_at": done["completed_at"],
        },
    }
    sent = ann.sync.post("/api/v1/sync/events", {"device_id": "phone", "events": [event]})
    assert sent.data["results"][0]["status"] == "ACCEPTED"
    ann.undoes(staged)
    (left,) = ann.log()
    sets = [one["set_id"] for execution in left["executions"] for one in execution["sets"]]
    assert (left["id"], sets) == (workout["id"], ["own"])


def test_body_measurements_come_too(ann: Member) -> None:
    staged = ann.brings("FITNOTES", BODY)
    assert (staged["measurements"], staged["matches"]) == (2, [])
    assert added(ann.commits(staged["id"])) == (0, 0, 2)
    assert {one["measured_at"][:10] for one in ann.log()} == {"2022-01-01", "2022-01-08"}


def test_the_same_key_begins_one_import(ann: Member) -> None:
    body = {"source": "HEVY", "csv": HEVY}
    first, second = (ann.imports.post(IMPORTS, body, key="key-0123456789abcdef") for _ in range(2))
    assert first.data["id"] == second.data["id"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(ann.house.outbox.messages) == 1


def test_imports_and_exports_are_counted_together(house: House, people: People) -> None:
    person: Person = people.free()
    member = house.member(person)
    answer = member.imports.post(f"{IMPORTS}/uploads")
    assert '"files";r=35999' in answer.headers["RateLimit"]
