from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from shared.domain.targets import VolumeTarget
from tests.functions.sign_in import PASSWORD, Instance, Member
from tests.races import together

ME = "/api/v1/users/me"
NEW = "another horse altogether"


@pytest.fixture
def member(instance: Instance) -> Member:
    return instance.register()


def patch(member: Member, body: Any) -> Any:
    return member.client.patch(ME, body, if_match="*")


def test_who_is_not_signed_in_sees_nobody(instance: Instance) -> None:
    answer = instance.client().get(ME)
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_profile_is_shown_with_its_tag(member: Member) -> None:
    answer = member.client.get(ME)
    assert answer.etag == '"1"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert member.client.get(ME, If_None_Match=answer.etag).status == 304


def test_everything_of_a_profile_can_be_told_and_forgotten(member: Member) -> None:
    told = {
        "full_name": "Ann",
        "time_zone": "Asia/Kolkata",
        "units": "IMPERIAL",
        "sex": "FEMALE",
        "birth_date": "1990-02-28",
        "height_cm": 171.5,
        "experience": "ADVANCED",
        "volume_targets": {"CHEST": {"minimum": 8, "maximum": 16.5}},
    }
    answer = patch(member, told)
    assert answer.status == 200
    assert answer.etag == '"2"'
    assert answer.data == member.user | told
    assert member.client.get(ME).data == answer.data
    optional = ("full_name", "sex", "birth_date", "height_cm", "experience")
    answer = patch(member, dict.fromkeys(optional))
    assert [answer.data[name] for name in optional] == [None] * 5
    assert answer.data["time_zone"] == "Asia/Kolkata"


def test_what_is_not_sent_stays(member: Member) -> None:
    patch(member, {"full_name": "Ann", "height_cm": 170})
    answer = patch(member, {"height_cm": 171})
    assert answer.data["full_name"] == "Ann"
    assert answer.data["height_cm"] == 171


def test_nothing_sent_changes_nothing(member: Member) -> None:
    answer = patch(member, {})
    assert (answer.status, answer.etag) == (200, '"1"')


def test_targets_are_set_muscle_by_muscle(member: Member) -> None:
    patch(member, {"volume_targets": {"CHEST": {"minimum": 8, "maximum": 16}}})
    answer = patch(member, {"volume_targets": {"ABS": {"minimum": 0, "maximum": 60}}})
    assert answer.data["volume_targets"] == {
        "CHEST": {"minimum": 8.0, "maximum": 16.0},
        "ABS": {"minimum": 0.0, "maximum": 60.0},
    }
    answer = patch(member, {"volume_targets": {"CHEST": None}})
    assert set(answer.data["volume_targets"]) == {"ABS"}
    assert patch(member, {"volume_targets": None}).data["volume_targets"] == {}


def test_targets_are_kept_as_the_decimals_they_were_written_as(
    member: Member, instance: Instance
) -> None:
    patch(member, {"volume_targets": {"CHEST": {"minimum": 0.1, "maximum": 10.3}}})
    account = instance.accounts.find(member.user["id"])
    assert account is not None
    (target,) = account.profile.volume_targets.values()
    assert target == VolumeTarget(Fraction(1, 10), Fraction(103, 10))


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"full_name": ""}, ["full_name"]),
        ({"full_name": "x" * 121}, ["full_name"]),
        ({"time_zone": "Europe/Atlantis"}, ["time_zone"]),
        ({"time_zone": "../../etc/passwd"}, ["time_zone"]),
        ({"time_zone": None}, ["time_zone"]),
        ({"units": "BOTH"}, ["units"]),
        ({"units": None}, ["units"]),
        ({"sex": "female"}, ["sex"]),
        ({"birth_date": "1899-12-31"}, ["birth_date"]),
        ({"birth_date": "2999-01-01"}, ["birth_date"]),
        ({"birth_date": "28.2.1990"}, ["birth_date"]),
        ({"birth_date": 0}, ["birth_date"]),
        ({"birth_date": "631152000"}, ["birth_date"]),
        ({"birth_date": "19900228"}, ["birth_date"]),
        ({"height_cm": 49.9}, ["height_cm"]),
        ({"height_cm": 301}, ["height_cm"]),
        ({"height_cm": "170"}, ["height_cm"]),
        ({"height_cm": True}, ["height_cm"]),
        ({"experience": "PRO"}, ["experience"]),
        ({"volume_targets": {"BICEPS": {"minimum": 1, "maximum": 2}}}, ["volume_targets.BICEPS"]),
        ({"volume_targets": {"ABS": {"minimum": 1}}}, ["volume_targets.ABS.maximum"]),
        (
            {"volume_targets": {"ABS": {"minimum": 3, "maximum": 2}}},
            ["volume_targets.ABS.minimum"],
        ),
        (
            {"volume_targets": {"ABS": {"minimum": -1, "maximum": 61}}},
            ["volume_targets.ABS.maximum", "volume_targets.ABS.minimum"],
        ),
        ({"volume_targets": []}, ["volume_targets"]),
        ({"email": "other@example.com"}, ["email"]),
        ({"role": "ADMIN"}, ["role"]),
        ({"organization_id": "other"}, ["organization_id"]),
        ({"is_verified": True}, ["is_verified"]),
        ({"version": 9, "sessions": {}}, ["version", "sessions"]),
    ],
    ids=str,
)
def test_a_change_is_held_to_the_rules(
    member: Member, body: dict[str, Any], paths: list[str]
) -> None:
    answer = patch(member, body)
    assert answer.status == 422
    assert answer.paths == paths
    assert member.client.get(ME).data == member.user


@pytest.mark.parametrize("raw", [b'{"height_cm": NaN}', b'{"height_cm": Infinity}', b"[]", b"{"])
def test_what_is_no_json_object_is_refused(member: Member, raw: bytes) -> None:
    assert member.client.patch(ME, raw=raw, if_match="*").status in (400, 422)


def test_a_change_needs_the_tag_of_what_it_changes(member: Member) -> None:
    assert member.client.patch(ME, {"full_name": "A"}).status == 428
    assert member.client.patch(ME, {"full_name": "A"}, if_match='"2"').status == 412
    assert member.client.patch(ME, {"full_name": "A"}, if_match='W/"1"').status == 412
    assert member.client.patch(ME, {"full_name": "A"}, if_match='"1"').status == 200
    assert member.client.patch(ME, {"full_name": "B"}, if_match='"1"').status == 412


def test_signing_in_and_refreshing_leave_the_tag(member: Member, instance: Instance) -> None:
    instance.login(member.email)
    instance.refresh(member.tokens["refresh_token"])
    assert member.client.get(ME).etag == '"1"'


def test_of_changes_with_one_tag_sent_together_one_wins(
    instances: Callable[..., Instance],
) -> None:
    crowd = [instances() for _ in range(5)]
    member = crowd[0].register()
    clients = [one.client(member.tokens["access_token"]) for one in crowd]
    for version in range(1, 6):
        calls = [
            partial(client.patch, ME, {"full_name": f"{version} {number}"}, if_match=f'"{version}"')
            for number, client in enumerate(clients)
        ]
        answers = together(calls)
        assert Counter(answer.status for answer in answers) == {200: 1, 412: 4}  # type: ignore[union-attr]


def test_a_change_is_in_force_at_the_next_request(member: Member, instance: Instance) -> None:
    assert member.is_signed_in()
    patch(member, {"time_zone": "Asia/Tokyo"})
    account = instance.accounts.find(member.user["id"])
    assert account is not None
    caller = instance.accounts.caller(member.user["id"], next(iter(account.sessions)))
    assert caller is not None
    assert caller.time_zone == "Asia/Tokyo"


def change_password(member: Member, current: str = PASSWORD, new: str = NEW) -> Any:
    body = {"current_password": current, "new_password": new}
    return member.client.put(f"{ME}/password", body)


def test_a_new_password_replaces_the_old_and_ends_the_other_sessions(
    member: Member, instance: Instance
) -> None:
    other = instance.login(member.email).data["tokens"]
    answer = change_password(member)
    assert (answer.status, answer.body) == (204, b"")
    assert member.is_signed_in()
    assert instance.client(other["access_token"]).get(ME).status == 401
    assert instance.refresh(other["refresh_token"]).status == 401
    assert instance.refresh(member.tokens["refresh_token"]).status == 200
    assert instance.login(member.email).status == 401
    assert instance.login(member.email, NEW).status == 200


def test_the_current_password_must_be_right(member: Member, instance: Instance) -> None:
    answer = change_password(member, current="wrong")
    assert (answer.status, answer.code) == (401, "INVALID_CREDENTIALS")
    assert instance.login(member.email).status == 200


def test_guessing_the_current_password_counts_as_failed_logins(
    member: Member, instance: Instance
) -> None:
    for _ in range(5):
        assert change_password(member, current="wrong").status == 401
        assert instance.login(member.email, "wrong").status == 401
    answer = change_password(member)
    assert (answer.status, answer.code) == (429, "RATE_LIMITED")
    assert "Retry-After" in answer.headers
    assert instance.login(member.email).status == 429
    assert member.is_signed_in()


@pytest.mark.parametrize("weak", ["short", "x" * 129, "Password1", "HypertroQ", "12345678"])
def test_a_new_password_is_held_to_the_rules_and_is_no_failed_login(
    member: Member, weak: str
) -> None:
    for _ in range(11):
        answer = change_password(member, new=weak)
        assert answer.status == 422
        assert answer.paths == ["new_password"]


def test_ones_own_address_is_no_new_password(instance: Instance) -> None:
    member = instance.register(email="annabel@example.com")
    assert change_password(member, new="Annabel2026").paths == ["new_password"]


def test_of_new_passwords_sent_together_one_is_in_force(
    instances: Callable[..., Instance],
) -> None:
    crowd = [instances() for _ in range(3)]
    member = crowd[0].register()
    clients = [one.client(member.tokens["access_token"]) for one in crowd]
    news = [f"{NEW} {number}" for number in range(3)]
    calls = [
        partial(client.put, f"{ME}/password", {"current_password": PASSWORD, "new_password": new})
        for client, new in zip(clients, news, strict=True)
    ]
    answers = together(calls)
    assert Counter(answer.status for answer in answers) == {204: 1, 401: 2}  # type: ignore[union-attr]
    logins = [crowd[0].login(member.email, new).status for new in news]
    assert [answer.status == 204 for answer in answers] == [status == 200 for status in logins]  # type: ignore[union-attr]


def test_who_was_born_today_is_too_young(member: Member) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert patch(member, {"birth_date": today}).status == 422
