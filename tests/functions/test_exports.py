import json
from typing import Any

import pytest

from tests.domain.imports.files import BODY, HEVY, LIFTOSAUR
from tests.functions.filing import EXPORTS, House, Member


@pytest.fixture
def ann(house: House) -> Member:
    member = house.member()
    for source, csv in (("HEVY", HEVY), ("LIFTOSAUR", LIFTOSAUR), ("FITNOTES", BODY)):
        member.commits(member.brings(source, csv)["id"])
    return member


def correct(member: Member) -> None:
    """Somebody changed their mind about what was logged."""
    workout = next(one for one in member.log() if "executions" in one and one["name"] == "Legs")
    sets = [done["set_id"] for one in workout["executions"] for done in one["sets"]]
    changes = {"notes": '=HYPERLINK("http://x")', "reps": 6}
    payloads: list[tuple[str, dict[str, Any]]] = [
        ("SET_CORRECTED", {"set_id": sets[0], "changes": changes}),
        ("SET_DELETED", {"set_id": sets[1]}),
        ("WORKOUT_CORRECTED", {"changes": {"name": "-1+1", "notes": "two\nlines"}}),
    ]
    events = [
        {
            "event_id": f"e{number}",
            "sequence_number": number,
            "type": type_,
            "occurred_at": "2026-01-01T00:00:00Z",
            "payload": {"workout_id": workout["id"], **payload},
        }
        for number, (type_, payload) in enumerate(payloads, start=1)
    ]
    sent = member.sync.post("/api/v1/sync/events", {"device_id": "phone", "events": events})
    assert [one["status"] for one in sent.data["results"]] == ["ACCEPTED"] * 3


@pytest.mark.parametrize("kind", ["LOG_CSV", "LOG_JSON"])
def test_a_log_goes_out_and_comes_in_again_without_loss(kind: str, ann: Member) -> None:
    correct(ann)
    log, text = ann.log(), ann.fetches(kind)
    assert len(log) == 5
    same = ann.brings("HYPERTROQ", text)
    assert (same["unmapped"], same["problem_count"]) == ([], 0)
    assert set(one["decision"] for one in same["matches"]) == {"KNOWN"}
    assert ann.commits(same["id"])["added"] == {"workouts": 0, "sets": 0, "measurements": 0}
    assert ann.log() == log
    bob = ann.house.member()
    bob.commits(bob.brings("HYPERTROQ", text)["id"])
    assert bob.log() == log
    # And what he exports is what he imported.
    assert bob.fetches("LOG_CSV") == ann.fetches("LOG_CSV")


def test_no_cell_of_the_table_is_a_formula(ann: Member) -> None:
    correct(ann)
    text = ann.fetches("LOG_CSV")
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert "'-1+1" in text


def test_json_is_one_document_with_every_event(ann: Member) -> None:
    correct(ann)
    document = json.loads(ann.fetches("LOG_JSON"))
    assert (document["format"], document["version"]) == ("hypertroq-log", 1)
    legs = next(one for one in document["entries"] if one["state"].get("name") == "-1+1")
    types = [event["type"] for event in legs["events"]]
    assert types.count("SET_DELETED") == types.count("SET_CORRECTED") == 1
    assert {"Squat", "Seated Leg Curl"} >= set(legs["names"].values())


def test_days_are_ones_own(ann: Member) -> None:
    of_a_day = json.loads(ann.fetches("LOG_JSON", **{"from": "2025-03-27", "to": "2025-03-27"}))
    assert [one["state"]["name"] for one in of_a_day["entries"]] == ["Run"]
    assert json.loads(ann.fetches("LOG_JSON", **{"from": "2030-01-01"}))["entries"] == []


def test_an_export_is_its_owners_and_is_refused_when_it_makes_no_sense(ann: Member) -> None:
    begun = ann.exports.post(EXPORTS, {"kind": "LOG_CSV"})
    shown = ann.exports.get(f"{EXPORTS}/{begun.data['id']}").data
    assert (shown["status"], shown["url"]) == ("QUEUED", None)
    other = ann.house.member().exports
    assert other.get(f"{EXPORTS}/{begun.data['id']}").status == 404
    later = {"kind": "LOG_CSV", "from": "2026-01-02", "to": "2026-01-01"}
    beyond = {"kind": "LOG_CSV", "to": "9999-12-31"}
    pdf = {"kind": "PROGRAM_PDF"}
    wrong: tuple[tuple[dict[str, str], str], ...]
    wrong = ((pdf, "kind"), (later, "from"), ({}, "kind"), (beyond, "to"))
    for body, path in wrong:
        answer = ann.exports.post(EXPORTS, body)
        assert (answer.status, answer.paths) == (422, [path])


def test_a_file_written_twice_is_the_same_file(ann: Member) -> None:
    begun = ann.exports.post(EXPORTS, {"kind": "LOG_CSV"}).data
    ann.house.deliver(again=True)
    first = ann.exports.get(f"{EXPORTS}/{begun['id']}").data
    assert first["status"] == "READY"
    assert "attachment" in first["url"]
