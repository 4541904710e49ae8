"""The function `sync` over the real database."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.sync import main
from functions.sync.steps import Deps
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.workouts import FirestoreWorkouts
from tests.logged import event, finished, measured, minutes, set_done, started
from tests.people import People, now
from tests.wire import Answer, Client

EVENTS, SNAPSHOT = "/api/v1/sync/events", "/api/v1/sync/snapshot"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    database, gate = connected(), people.gate()
    deps = Deps(
        FirestoreLog(database), FirestoreWorkouts(database), FirestoreMeasurements(database), now
    )
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


@pytest.fixture
def user(client: Client, people: People) -> Client:
    return client.signed_in(people.free().token)


@pytest.fixture
def other(client: Client, people: People) -> Client:
    return client.signed_in(people.free().token)


def sent(user: Client, *events: object, device: str = "phone") -> Any:
    answer = user.post(EVENTS, {"device_id": device, "events": list(events)})
    assert answer.status == 200, answer.body
    return answer.data


def statuses(data: Any) -> list[str]:
    """The code of each that was rejected, the status of the others."""
    return [(one["error"] or {}).get("code", one["status"]) for one in data["results"]]


def pull(user: Client, cursor: str | None = None, limit: int = 100) -> Answer:
    more = f"&cursor={cursor}" if cursor else ""
    return user.get(f"{EVENTS}?limit={limit}{more}")


def snapshot(user: Client, cursor: str | None = None, limit: int = 100) -> Answer:
    more = f"&cursor={cursor}" if cursor else ""
    return user.get(f"{SNAPSHOT}?limit={limit}{more}")


def test_a_workout_told_by_a_device_stands_in_the_snapshot(user: Client) -> None:
    load = {"value": 135, "unit": "LB"}
    data = sent(user, started(1), set_done(2, "s1", load=load, rir=1.5), finished(3))
    assert statuses(data) == ["ACCEPTED"] * 3
    assert [one["event_id"] for one in data["results"]] == ["phone-1", "phone-2", "phone-3"]
    assert data["ack"] == {
        "device_id": "phone",
        "last_contiguous_sequence": 3,
        "next_expected": 4,
    }
    assert data["counts"] == {"accepted": 3, "duplicate": 0, "rejected": 0}
    [workout] = snapshot(user).data["workouts"]
    assert workout["status"] == "FINISHED"
    [execution] = workout["executions"]
    assert (execution["exercise_id"], execution["order"]) == ("bench", 1)
    [done] = execution["sets"]
    assert (done["load"], done["load_kg"], done["rir"]) == (load, 61.235, 1.5)
    assert (done["side"], done["forced_reps"], done["notes"]) == ("BOTH", 0, "")


def test_the_same_again_is_a_duplicate_and_changes_nothing(user: Client) -> None:
    events = [started(1), set_done(2, "s1")]
    first = sent(user, *events)
    before = snapshot(user).data
    again = sent(user, *reversed(events))
    assert statuses(again) == ["DUPLICATE", "DUPLICATE"]
    assert again["ack"] == first["ack"]
    assert snapshot(user).data == before


def test_another_way_to_write_the_same_is_the_same(user: Client) -> None:
    sent(user, set_done(1, "s1"))
    other = set_done(1, "s1", load={"unit": "KG", "value": 62.50}, notes=None, side="BOTH")
    other["payload"]["completed_at"] = "2026-11-02T13:01:00.000+01:00"
    assert statuses(sent(user, other)) == ["DUPLICATE"]
    assert statuses(sent(user, set_done(1, "s1", reps=9))) == ["EVENT_ID_REUSED"]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("no fields", {}, "type"),
    ("another type", {"type": "SET_INVENTED"}, "type"),
    ("no number", {"sequence_number": 0}, "sequence_number"),
    ("a number as text", {"sequence_number": "4"}, "sequence_number"),
    ("an id of a path", {"event_id": "a/b"}, "event_id"),
    ("no offset", {"occurred_at": "2026-11-02T12:00:00"}, "occurred_at"),
    ("a time in seconds", {"occurred_at": "1762084800"}, "occurred_at"),
    ("another field", {"user_id": "bob"}, "user_id"),
    ("reps below zero", {"payload": {"reps": -1}}, "payload.reps"),
    ("too many reps", {"payload": {"reps": 501}}, "payload.reps"),
    ("true for a number", {"payload": {"reps": True}}, "payload.reps"),
    ("nothing counted", {"payload": {"reps": None}}, "payload.reps"),
    ("a load below zero", {"payload": {"load": {"value": -1, "unit": "KG"}}}, "payload.load.value"),
    ("stones", {"payload": {"load": {"value": 9, "unit": "ST"}}}, "payload.load.unit"),
    ("a third of a rep", {"payload": {"rir": 0.3}}, "payload.rir"),
    ("a NUL", {"payload": {"notes": "a\0"}}, "payload.notes"),
    ("a note too long", {"payload": {"notes": "a" * 2001}}, "payload.notes"),
]


@pytest.mark.parametrize(
    ("changes", "place"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_bad_item_is_refused_with_its_place_and_blocks_no_other(
    user: Client, changes: dict[str, Any], place: str
) -> None:
    bad = set_done(2, "s2")
    bad = bad | changes | {"payload": bad["payload"] | changes.get("payload", {})}
    data = sent(user, set_done(1, "s1"), bad if changes else {}, set_done(3, "s3"))
    assert statuses(data) == ["ACCEPTED", "VALIDATION_ERROR", "ACCEPTED"]
    refused = data["results"][1]
    assert [one["path"] for one in refused["error"]["details"]["fields"]] == [f"events.1.{place}"]
    assert refused["event_id"] == ("phone-2" if changes and place != "event_id" else None)
    assert data["ack"]["last_contiguous_sequence"] == 1
    assert statuses(sent(user, set_done(2, "s2"))) == ["ACCEPTED"]


@pytest.mark.parametrize(
    "item",
    ["1", '"text"', "null", '{"payload": NaN}', '{"event_id": "\\ud800"}', "1e999", "9" * 5000],
)
def test_what_is_no_event_at_all_is_refused_alone(user: Client, item: str) -> None:
    good = json.dumps(started(1))
    raw = f'{{"device_id": "phone", "events": [{item}, {good}]}}'.encode()
    answer = user.post(EVENTS, raw=raw)
    assert [one["status"] for one in answer.data["results"]] == ["REJECTED", "ACCEPTED"]
    assert answer.data["results"][0]["event_id"] is None


@pytest.mark.parametrize(
    ("type_", "payload", "place"),
    [
        ("SET_CORRECTED", {"workout_id": "w", "set_id": "s", "changes": {}}, "payload.changes"),
        (
            "SET_CORRECTED",
            {"workout_id": "w", "set_id": "s", "changes": {"reps": None}},
            "payload.changes.reps",
        ),
        ("WORKOUT_STARTED", {"workout_id": "w"}, "payload.started_at"),
        ("WORKOUT_FINISHED", {"workout_id": "w"}, "payload.finished_at"),
        (
            "WORKOUT_CORRECTED",
            {"workout_id": "w", "changes": {"finished_at": None}},
            "payload.changes.finished_at",
        ),
        ("EXERCISES_REORDERED", {"workout_id": "w", "exercise_ids": []}, "payload.exercise_ids"),
        ("EXERCISE_NOTED", {"workout_id": "w", "exercise_id": "e"}, "payload.notes"),
        (
            "MEASUREMENT_RECORDED",
            {"measurement_id": "m", "values": {"a": 1}},
            "payload.measured_at",
        ),
        (
            "MEASUREMENT_RECORDED",
            {"measurement_id": "m", "measured_at": minutes(0), "values": {"weight_kg": 8}},
            "payload.values.weight_kg",
        ),
        (
            "MEASUREMENT_CORRECTED",
            {"measurement_id": "m", "changes": {"values": {"waist_cm": 1}}},
            "payload.changes.values.waist_cm",
        ),
        ("SKIPPED", {}, "payload.reason"),
    ],
)
def test_what_a_type_needs_is_named(user: Client, type_: str, payload: Any, place: str) -> None:
    [result] = sent(user, event(1, type_, **payload))["results"]
    assert [one["path"] for one in result["error"]["details"]["fields"]] == [f"events.0.{place}"]


def test_every_type_is_taken_and_pulled_as_it_was_sent(user: Client) -> None:
    at, about = "2026-11-02T12:00:00Z", {"workout_id": "w"}
    load = {"value": 62.5, "unit": "KG"}
    told = [
        event(1, "WORKOUT_STARTED", **about, started_at=at, program_id="p", session_id="a"),
        event(2, "EXERCISE_ADDED", **about, exercise_id="row", superset_group=1),
        event(3, "EXERCISE_NOTED", **about, exercise_id="row", notes="slow"),
        event(4, "SET_COMPLETED", **about, exercise_id="bench", set_id="s", kind="TOP", reps=0,
              load=load, completed_at=at, forced_reps=1, rir=0, rpe=9.5, side="LEFT", notes="é"),
        event(5, "SET_CORRECTED", **about, set_id="s", changes={"load": load, "rir": None}),
        event(6, "EXERCISES_REORDERED", **about, exercise_ids=["row", "bench"]),
        event(7, "SET_DELETED", **about, set_id="x"),
        event(8, "EXERCISE_REMOVED", **about, exercise_id="squat"),
        event(9, "WORKOUT_CORRECTED", **about, changes={"name": "Push", "program_id": None}),
        event(10, "WORKOUT_FINISHED", **about, finished_at=at),
        event(11, "MEASUREMENT_RECORDED", measurement_id="m", measured_at=at,
              values={"weight_kg": 80.5}),
        event(12, "MEASUREMENT_CORRECTED", measurement_id="m", changes={"values": {"a": 1.5}}),
        event(13, "MEASUREMENT_DELETED", measurement_id="m"),
        event(14, "WORKOUT_CANCELLED", workout_id="v"),
        event(15, "SKIPPED", reason="lost"),
    ]  # fmt: skip
    assert statuses(sent(user, *told)) == ["ACCEPTED"] * 15
    answer = pull(user)
    assert [one["type"] for one in answer.data] == [one["type"] for one in told]
    assert [one["payload"] for one in answer.data] == [one["payload"] for one in told]
    assert [one["order"] for one in answer.data] == list(range(1, 16))
    [workout] = snapshot(user).data["workouts"]
    assert (workout["name"], workout["program_id"], workout["session_id"]) == ("Push", None, "a")
    [row, bench] = workout["executions"]
    assert (row["superset_group"], row["notes"]) == (1, "slow")
    assert (bench["sets"][0]["reps"], bench["sets"][0]["rir"]) == (0, None)


def test_a_clock_a_day_ahead_is_taken_and_no_more(user: Client) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=23, minutes=59)).isoformat()
    later = (datetime.now(UTC) + timedelta(hours=24, minutes=1)).isoformat()
    ahead = [started(1) | {"occurred_at": soon}, set_done(2, "s1") | {"occurred_at": later}]
    data = sent(user, *ahead, set_done(3, "s2"))
    assert statuses(data) == ["ACCEPTED", "OCCURRED_IN_FUTURE", "ACCEPTED"]
    assert data["ack"]["next_expected"] == 2


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"device_id": "phone", "events": []}, "events"),
        ({"device_id": "phone", "events": [{}] * 501}, "events"),
        ({"device_id": "a/b", "events": [{}]}, "device_id"),
        ({"device_id": "server-rest", "events": [{}]}, "device_id"),
        ({"events": [{}]}, "device_id"),
        ({"device_id": "phone", "events": {}}, "events"),
        ({"device_id": "phone", "events": [{}], "user_id": "bob"}, "user_id"),
    ],
)
def test_a_frame_that_is_wrong_is_refused_whole(user: Client, body: object, place: str) -> None:
    answer = user.post(EVENTS, body)
    assert (answer.status, answer.paths) == (422, [place])


@pytest.mark.parametrize("raw", [b"{", b"[" * 100_000, b"\xff", b""])
def test_what_is_no_json_is_malformed(user: Client, raw: bytes) -> None:
    assert user.post(EVENTS, raw=raw).status == 400


def test_a_body_may_be_one_mebibyte(user: Client) -> None:
    one = set_done(1, "s1", notes="a" * 1900)
    events = [one | {"sequence_number": n, "event_id": f"e{n}"} for n in range(1, 401)]
    assert statuses(sent(user, *events)).count("ACCEPTED") > 90
    more = events + [one | {"event_id": "x" * 64}] * 100
    too_large = {"device_id": "phone", "events": [*more, "a" * 100_000]}
    assert user.post(EVENTS, too_large).status == 413


def test_pulling_goes_on_where_it_stopped(user: Client) -> None:
    sent(user, *(set_done(n, f"s{n}") for n in range(1, 6)))
    first = pull(user, limit=2)
    assert (len(first.data), first.meta["has_more"], first.meta["limit"]) == (2, True, 2)
    second = pull(user, first.meta["next_cursor"], limit=10)
    assert second.meta["has_more"] is False
    numbers = [one["sequence_number"] for one in (*first.data, *second.data)]
    assert numbers == [1, 2, 3, 4, 5]
    # What comes later is found from the same place, also what says it is older.
    sent(user, measured(1) | {"event_id": "watch-1"}, device="watch")
    late = pull(user, second.meta["next_cursor"])
    assert [one["device_id"] for one in late.data] == ["watch"]
    nothing = pull(user, late.meta["next_cursor"])
    assert (nothing.data, nothing.meta["next_cursor"]) == ([], late.meta["next_cursor"])


def test_a_cursor_belongs_to_its_list_and_to_its_user(user: Client, other: Client) -> None:
    sent(user, started(1))
    cursor = pull(user).meta["next_cursor"]
    for answer in (pull(other, cursor), snapshot(user, cursor), pull(user, "é"), pull(user, "x")):
        assert (answer.status, answer.paths) == (422, ["cursor"])


def test_a_snapshot_in_parts_misses_nothing_that_changes_meanwhile(user: Client) -> None:
    sent(user, *(started(n, f"w{n}") for n in range(1, 6)), measured(6, "m1"), measured(7, "m2"))
    part = snapshot(user, limit=2)
    stands_at = part.data["cursor"]
    seen = {one["id"]: one for one in part.data["workouts"] + part.data["measurements"]}
    # One that was seen and one that was not change; another is made.
    sent(user, set_done(8, "s", "w1"), set_done(9, "s", "w4"), started(10, "w10"))
    while part.meta["has_more"]:
        part = snapshot(user, part.meta["next_cursor"], limit=2)
        assert part.data["cursor"] == stands_at
        seen |= {one["id"]: one for one in part.data["workouts"] + part.data["measurements"]}
    assert set(seen) == {"w1", "w2", "w3", "w4", "w5", "w10", "m1", "m2"}
    assert seen["w1"]["executions"]
    assert seen["w4"]["executions"]
    later = pull(user, stands_at).data
    assert [one["sequence_number"] for one in later] == [8, 9, 10]


def test_nobody_sees_what_is_anothers(user: Client, other: Client, client: Client) -> None:
    sent(user, started(1), measured(2))
    assert pull(other).data == []
    assert snapshot(other).data["workouts"] == []
    assert statuses(sent(other, started(1, "v"))) == ["ACCEPTED"]
    assert [one["id"] for one in snapshot(user).data["workouts"]] == ["w"]
    assert client.post(EVENTS, {}).status == 401
