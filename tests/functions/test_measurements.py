"""The function `measurements` over the real database."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.measurements import main, steps
from shared.domain.log.devices import REST_DEVICE
from shared.domain.profiles import Profile, Sex
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.log_changes import LogChanges
from shared.store.measurements import FirestoreMeasurements
from tests.people import People, Person
from tests.training import Log, event, measured
from tests.wire import Answer, Client

URL = "/api/v1/measurements"
TREND = f"{URL}/trend?metric=weight_kg"
KEY = "key-0123456789abcdef"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"
NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)
GIRTHS = {"weight_kg": 80, "height_cm": 180, "neck_cm": 38, "waist_cm": 85}


@pytest.fixture
def deps(connected: Callable[[], Database]) -> steps.Deps:
    database = connected()
    return steps.Deps(
        measurements=FirestoreMeasurements(database),
        changes=LogChanges(FirestoreLog(database, lambda: NOW)),
        now=lambda: NOW,
    )


@pytest.fixture
def person(people: People) -> Person:
    return people.free(profile=Profile(time_zone="America/New_York", sex=Sex.MALE))


@pytest.fixture
def client(people: People, person: Person, deps: steps.Deps) -> Client:
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer, person.token)


@pytest.fixture
def log(connected: Callable[[], Database], person: Person) -> Log:
    return Log(connected(), person.user_id)


def at(**ago: int) -> str:
    return (NOW - timedelta(**ago)).isoformat()


def taken(client: Client, values: Mapping[str, float], **order: object) -> Answer:
    answer = client.post(URL, {"values": values, **order})
    assert answer.status == 201, answer.body
    return answer


def weighed(client: Client, kg: float, **ago: int) -> str:
    return str(taken(client, {"weight_kg": kg}, measured_at=at(**ago)).data["id"])


def test_a_measurement_comes_back_as_it_was_taken(client: Client) -> None:
    values = {"weight_kg": 80.45, "left_bicep_cm": 36.5, "resting_pulse": 52}
    answer = taken(client, values, measured_at=at(hours=2), notes="fasted")
    assert answer.headers["Location"] == f"{URL}/{answer.data['id']}"
    shown = client.get(answer.headers["Location"]).data
    assert shown == answer.data
    assert (shown["values"], shown["notes"]) == (values, "fasted")
    assert shown["measured_at"] == "2026-11-18T16:00:00Z"
    assert taken(client, values).data["measured_at"] == "2026-11-18T18:00:00Z"


def test_what_is_written_by_request_stands_in_the_log(client: Client, log: Log) -> None:
    url = f"{URL}/{weighed(client, 80.5)}"
    client.patch(url, {"notes": "fasted"})
    client.put(url, {"measured_at": at(days=1), "values": {"weight_kg": 80}})
    client.delete(url)
    stored = log.gate.events_after(log.owner, 0, 10)
    assert [(one.event.type, one.event.device_id) for one in stored] == [
        (f"MEASUREMENT_{done}", REST_DEVICE)
        for done in ("RECORDED", "CORRECTED", "CORRECTED", "DELETED")
    ]
    log.expect_replayable()


def test_body_fat_comes_with_the_measurement(client: Client) -> None:
    shown = taken(client, GIRTHS).data
    derived = ("body_fat_percent", "fat_mass_kg", "lean_mass_kg", "method", "reason")
    assert [shown[name] for name in derived] == [16.11, 12.89, 67.11, "US_NAVY", None]


def test_sex_and_height_are_those_of_the_profile(people: People, client: Client) -> None:
    profile = Profile(sex=Sex.FEMALE, height_cm=165)
    ann = client.signed_in(people.free(profile=profile).token)
    shown = taken(ann, {"neck_cm": 32, "waist_cm": 70, "hip_cm": 95}).data
    assert (shown["body_fat_percent"], shown["fat_mass_kg"]) == (24.86, None)
    assert shown["reason"]["missing"] == ["weight_kg"]


def test_what_is_not_derived_says_why(people: People, client: Client) -> None:
    nobody = client.signed_in(people.free().token)
    shown = taken(nobody, {"weight_kg": 80}).data
    assert (shown["body_fat_percent"], shown["lean_mass_kg"], shown["method"]) == (None,) * 3
    assert shown["reason"] == {
        "code": "INCOMPLETE",
        "message": "Body fat is not known without sex, height_cm, neck_cm and waist_cm.",
        "missing": ["sex", "height_cm", "neck_cm", "waist_cm"],
    }
    narrow = taken(client, {**GIRTHS, "waist_cm": 38}).data
    assert narrow["reason"]["code"] == "WAIST_NOT_ABOVE_NECK"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "values"),
        ({"values": {}}, "values"),
        ({"values": {"weight_kg": 19}}, "values.weight_kg"),
        ({"values": {"weight_kg": "80"}}, "values.weight_kg"),
        ({"values": {"weight_kg": None}}, "values.weight_kg"),
        ({"values": {"mood": -1}}, "values.mood"),
        ({"values": {"Weight": 80}}, "values.Weight"),
        ({"values": {f"m{number}": 1 for number in range(61)}}, "values"),
        ({"values": {"weight_kg": 80}, "measured_at": "2026-11-18T08:00:00"}, "measured_at"),
        ({"values": {"weight_kg": 80}, "measured_at": at(hours=-25)}, "measured_at"),
        ({"values": {"weight_kg": 80}, "weight_kg": 80}, "weight_kg"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(client: Client, body: Any, path: str) -> None:
    answer = client.post(URL, body)
    assert (answer.status, answer.paths) == (422, [path])
    assert client.get(URL).data == []


def test_every_implausible_figure_is_told(client: Client) -> None:
    answer = client.post(URL, {"values": {"weight_kg": 8000, "waist_cm": 3, "hip_cm": 99}})
    assert answer.json["error"]["details"]["fields"] == [
        {"path": "values.weight_kg", "message": "weight_kg is between 20 and 500."},
        {"path": "values.waist_cm", "message": "waist_cm is between 30 and 300."},
    ]


def test_sent_again_under_its_key_it_is_taken_once(client: Client) -> None:
    first = client.post(URL, {"values": GIRTHS}, key=KEY)
    again = client.post(URL, {"values": GIRTHS}, key=KEY)
    assert (again.data, again.headers["Idempotency-Replayed"]) == (first.data, "true")
    assert len(client.get(URL).data) == 1


def test_putting_replaces_every_figure(client: Client) -> None:
    url = taken(client, GIRTHS, notes="fasted").headers["Location"]
    body = {"measured_at": at(days=3), "values": {"weight_kg": 79.5, "hip_cm": 98}}
    shown = client.put(url, body).data
    assert (shown["values"], shown["notes"]) == (body["values"], "")
    assert shown["measured_at"] == "2026-11-15T18:00:00Z"
    assert client.get(url).data == shown
    assert client.put(url, {"values": {"weight_kg": 79}}).paths == ["measured_at"]
    ahead = {**body, "measured_at": at(hours=-25)}
    assert client.put(url, ahead).paths == ["measured_at"]


def test_putting_what_is_there_already_changes_nothing(client: Client, log: Log) -> None:
    url = taken(client, GIRTHS).headers["Location"]
    body = {"measured_at": at(), "values": GIRTHS}
    assert client.put(url, body).data == client.get(url).data
    assert log.orders() == [1]


def test_patching_changes_what_is_named(client: Client) -> None:
    url = taken(client, GIRTHS, notes="fasted").headers["Location"]
    shown = client.patch(url, {"values": {"weight_kg": 81, "height_cm": None}}).data
    assert shown["values"] == {"weight_kg": 81, "neck_cm": 38, "waist_cm": 85}
    assert (shown["notes"], shown["reason"]["missing"]) == ("fasted", ["height_cm"])
    moved = client.patch(url, {"measured_at": at(days=1), "notes": ""}).data
    assert (moved["measured_at"], moved["notes"]) == ("2026-11-17T18:00:00Z", "")
    assert client.get(url).data == moved


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, ""),
        ({"values": {name: None for name in GIRTHS}}, "values"),
        ({"values": {"weight_kg": 5}}, "values.weight_kg"),
        ({"measured_at": None}, "measured_at"),
        ({"measured_at": at(hours=-25)}, "measured_at"),
    ],
)
def test_a_patch_leaves_a_measurement(client: Client, body: Any, path: str) -> None:
    url = taken(client, GIRTHS).headers["Location"]
    answer = client.patch(url, body)
    assert (answer.status, answer.paths) == (422, [path])
    assert client.get(url).data["values"] == GIRTHS


def test_deleting_is_for_good(client: Client) -> None:
    url = taken(client, GIRTHS).headers["Location"]
    assert client.delete(url).status == 204
    put = client.put(url, {"measured_at": at(), "values": GIRTHS})
    for answer in (client.get(url), client.delete(url), client.patch(url, {"notes": "x"}), put):
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert client.get(URL).data == []
    assert client.get(f"{URL}/latest").status == 404


def test_the_latest_is_what_was_taken_last_not_what_was_sent_last(client: Client) -> None:
    nothing = client.get(f"{URL}/latest")
    assert (nothing.status, nothing.code) == (404, "NOT_FOUND")
    last = weighed(client, 80, hours=1)
    weighed(client, 82, days=1)
    assert client.get(f"{URL}/latest").data["id"] == last


def test_what_belongs_to_somebody_else_is_not_there(people: People, client: Client) -> None:
    url = taken(client, GIRTHS).headers["Location"]
    stranger = client.signed_in(people.pro().token)
    refusals = [
        stranger.get(url),
        stranger.get(f"{URL}/{NOBODYS}"),
        stranger.put(url, {"measured_at": at(), "values": GIRTHS}),
        stranger.patch(url, {"notes": "mine"}),
        stranger.delete(url),
    ]
    assert {answer.status for answer in refusals} == {404}
    assert len({answer.json["error"]["message"] for answer in refusals}) == 1
    assert stranger.get(URL).data == stranger.get(TREND).data["points"] == []
    assert client.get(url).data["notes"] == ""


def test_a_list_goes_on_by_cursor_and_by_page(client: Client) -> None:
    ids = [weighed(client, 80, days=day) for day in range(5)]
    seen, cursor = [], ""
    while True:
        answer = client.get(f"{URL}?limit=2{cursor}")
        seen += [one["id"] for one in answer.data]
        if not answer.meta["has_more"]:
            break
        cursor = f"&cursor={answer.meta['next_cursor']}"
    assert seen == ids
    page = client.get(f"{URL}?limit=2&page=2&order=asc")
    assert [one["id"] for one in page.data] == [ids[2], ids[1]]
    assert page.meta["total"] == 5


def test_a_list_is_of_days_where_one_lives(client: Client) -> None:
    # Midnight in New York is five in the morning in UTC.
    late = weighed(client, 80, days=1, hours=13, minutes=1)
    early = weighed(client, 81, days=1, hours=12, minutes=59)
    assert NOW - timedelta(days=1, hours=13) == datetime(2026, 11, 17, 5, tzinfo=UTC)

    def ids(days: str) -> list[str]:
        return [one["id"] for one in client.get(f"{URL}?{days}").data]

    assert ids("end_date=2026-11-16") == [late]
    assert ids("start_date=2026-11-17&end_date=2026-11-17") == [early]
    assert client.get(f"{URL}?end_date=2026-11-16&page=1").meta["total"] == 1
    wrong = client.get(f"{URL}?start_date=2026-11-17&end_date=2026-11-16")
    assert (wrong.status, wrong.paths) == (422, ["end_date"])


def test_a_trend_smooths_day_by_day(client: Client) -> None:
    for day, kg in enumerate((80.0, 79.2, 80.4, 79.0, 78.8)):
        weighed(client, kg, days=8 - day)
    weighed(client, 78.8, days=1)
    taken(client, {"waist_cm": 85})
    trend = client.get(TREND).data
    assert [point["trend"] for point in trend["points"]][:5] == [
        80,
        79.92,
        79.968,
        79.8712,
        79.7641,
    ]
    assert trend["points"][0] == {"day": "2026-11-10", "value": 80, "trend": 80}
    assert (trend["start_date"], trend["end_date"]) == ("2026-08-21", "2026-11-18")
    assert trend["trend"] == trend["points"][-1]["trend"]
    assert trend["smoothing"] == 0.1
    assert -1 < trend["weekly_rate"] < 0


def test_a_trend_is_the_same_on_a_day_whatever_is_asked(client: Client) -> None:
    for day in range(12):
        weighed(client, 80 + day % 3, days=day)
    whole = client.get(TREND).data
    part = client.get(f"{TREND}&start_date=2026-11-15&end_date=2026-11-16").data
    assert [point["day"] for point in part["points"]] == ["2026-11-15", "2026-11-16"]
    assert part["points"] == whole["points"][-4:-2]


def test_the_day_of_a_figure_is_that_of_the_person_and_two_of_a_day_are_one(
    client: Client,
) -> None:
    weighed(client, 80, days=1, hours=13, minutes=1)
    weighed(client, 82, days=1, hours=20)
    assert client.get(TREND).data["points"] == [{"day": "2026-11-16", "value": 81, "trend": 81}]


def test_what_is_derived_has_a_trend_too(client: Client) -> None:
    taken(client, GIRTHS, measured_at=at(days=1))
    taken(client, {"weight_kg": 80})
    for metric, value in (("body_fat_percent", 16.11), ("lean_mass_kg", 67.11), ("waist_cm", 85)):
        [point] = client.get(f"{URL}/trend?metric={metric}").data["points"]
        assert point == {"day": "2026-11-17", "value": value, "trend": value}
    nothing = client.get(f"{URL}/trend?metric=mood").data
    assert (nothing["points"], nothing["trend"], nothing["weekly_rate"]) == ([], None, None)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("", "metric"),
        ("metric=Weight", "metric"),
        ("metric=weight_kg&start_date=2026-11-19", "start_date"),
        ("metric=weight_kg&start_date=2025-11-17", "start_date"),
        ("metric=weight_kg&start_date=2026-11-2&end_date=2026-11-18", "start_date"),
        ("metric=weight_kg&limit=5", "limit"),
    ],
)
def test_a_trend_of_no_metric_or_of_too_many_days_is_refused(
    client: Client, query: str, path: str
) -> None:
    answer = client.get(f"{URL}/trend?{query}")
    assert (answer.status, answer.paths) == (422, [path])


def test_a_whole_leap_year_is_a_trend(client: Client) -> None:
    days = "start_date=2024-01-01&end_date=2024-12-31"
    assert client.get(f"{TREND}&{days}").status == 200


def test_what_a_device_told_is_shown_and_corrected(client: Client, log: Log) -> None:
    log.append(event(1, measured("scale-1", weight_kg=80.5)))
    assert client.get(f"{URL}/scale-1").data["values"] == {"weight_kg": 80.5}
    assert client.patch(f"{URL}/scale-1", {"values": {"weight_kg": 80}}).status == 200
    assert client.get(f"{URL}/latest").data["values"] == {"weight_kg": 80}
    log.expect_replayable()
