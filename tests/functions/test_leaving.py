"""Asking to be deleted: by whom, until when, and that one may take it back."""

from datetime import timedelta

from shared.domain.access import PlatformRole
from shared.store.owed import FirestoreOwed
from shared.store.writes import Merge
from tests.functions.sign_in import PASSWORD, Instance
from tests.people import now

ME = "/api/v1/users/me"


def test_whoever_knows_the_password_is_deleted_in_thirty_days_and_may_change_their_mind(
    instance: Instance,
) -> None:
    member = instance.register()
    assert member.client.delete(ME).status == 401
    assert member.client.send("DELETE", ME, {"password": "not the password"}).status == 401
    assert member.client.send("DELETE", ME, {"password": PASSWORD}, if_match='"99"').status == 412
    assert member.client.get(ME).data["deletion_due_at"] is None

    asked = member.client.send("DELETE", ME, {"password": PASSWORD})

    assert asked.status == 202
    due_at = asked.data["deletion_due_at"]
    assert member.client.get(ME).data["deletion_due_at"] == due_at
    assert (
        member.client.send("DELETE", ME, {"password": PASSWORD}).data["deletion_due_at"] == due_at
    )
    assert member.client.post(f"{ME}/cancel-deletion").status == 204
    assert member.client.post(f"{ME}/cancel-deletion").status == 204
    assert member.client.get(ME).data["deletion_due_at"] is None
    told = [one["action"] for one in member.client.get(f"{ME}/audit").data]
    assert told[:2] == ["DELETION_TAKEN_BACK", "DELETION_ASKED"]


def test_the_platform_is_not_left_without_an_admin_by_one_who_is_deleted(
    instance: Instance,
) -> None:
    member, path = instance.register(), f"{ME}/cancel-deletion"
    user, body = ("users", member.user["id"]), {"password": PASSWORD}

    def becomes(role: PlatformRole) -> None:
        instance.database.commit(Merge(user, {("role",): role}, must_exist=True))

    becomes(PlatformRole.ADMIN)
    refused = member.client.send("DELETE", ME, body)
    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert member.client.get(ME).data["deletion_due_at"] is None
    assert member.client.post(path).status == 204
    becomes(PlatformRole.USER)
    assert member.client.send("DELETE", ME, body).status == 202


def test_who_has_no_way_back_goes_at_once(instance: Instance) -> None:
    entered = instance.client().post("/api/v1/auth/anonymous", {"device_id": "phone"})
    client = instance.client(entered.data["tokens"]["access_token"])
    asked = client.delete(ME)
    assert asked.status == 202
    owed = FirestoreOwed(instance.database).before(now() + timedelta(days=1), 10)
    topics = [topic for one in owed for topic, _ in one.messages]
    assert "email-requested" not in topics
