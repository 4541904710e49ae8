"""Organisations over HTTP: what is shown of one, who comes in and who goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from shared.domain.coach.model import Tokens
from shared.domain.coach.quota import FREE_A_MONTH, Month, Spent
from shared.domain.entitlements import Tier
from shared.domain.limits import HOUR, PROFILES, FairUse, Limit
from shared.store.coach_usage import Held
from tests.functions.gym import BASE, INVITATIONS, ME, MEMBERS, Gym
from tests.functions.sign_in import Instance, Member
from tests.races import together
from tests.wire import Answer


@pytest.fixture
def gym(instance: Instance) -> Gym:
    return Gym(instance)


def test_everyone_has_an_organisation_of_their_own(gym: Gym) -> None:
    ann = gym.registered("Ann")
    shown = gym.client(ann).get(ME)
    month = Month.of(gym.instance.clock())
    assert shown.data == {
        "id": ann.user["organization_id"],
        "name": "Ann",
        "tier": "FREE",
        "subscription": None,
        "member_count": 1,
        "ai_usage": {
            "used": 0,
            "limit": FREE_A_MONTH,
            "tokens_in": 0,
            "tokens_out": 0,
            "resets_at": month.ends_at.isoformat().replace("+00:00", "Z"),
        },
        "role": "OWNER",
        "created_at": ann.user["created_at"],
    }
    assert gym.client(ann).get(ME, If_None_Match=shown.etag).status == 304


def test_what_was_asked_of_the_coach_is_shown(gym: Gym) -> None:
    ann = gym.registered()
    before = gym.client(ann).get(ME)
    organization, now = ann.user["organization_id"], gym.instance.clock()
    usage = gym.deps.usage
    held = usage.hold("a", organization, ann.user["id"], Tier.FREE, FairUse(100, 10))
    assert isinstance(held, Held)
    usage.charge(held, Spent(Tokens(1200, 300), 5), list)
    after = gym.client(ann).get(ME, If_None_Match=before.etag)
    assert after.status == 200
    told = after.data["ai_usage"]
    assert (told["used"], told["tokens_in"], told["tokens_out"]) == (1, 1200, 300)
    assert Month.of(now) == Month.of(gym.instance.clock())


def test_a_name_is_changed_by_who_has_read_the_one_before(gym: Gym) -> None:
    ann = gym.registered()
    client = gym.client(ann)
    assert client.patch(ME, {"name": "Iron"}).code == "PRECONDITION_REQUIRED"
    read = client.get(ME)
    renamed = client.patch(ME, {"name": " Iron "}, if_match=read.etag)
    assert (renamed.status, renamed.data["name"]) == (200, "Iron")
    assert client.patch(ME, {"name": "Steel"}, if_match=read.etag).status == 412
    assert client.patch(ME, {"name": "Steel"}, if_match=f"W/{renamed.etag}").status == 412
    assert client.patch(ME, {"name": "Steel"}, if_match="*").data["name"] == "Steel"
    for nothing in ("", " ", "\u202e", "\u200b \u2060"):
        assert client.patch(ME, {"name": nothing}, if_match="*").status == 422


def test_a_guest_comes_in_by_letter_and_may_go_back_and_forth(gym: Gym) -> None:
    ann, bob = gym.registered("Ann"), gym.verified("Bob")
    invited = gym.invite(ann, bob.email.upper())
    assert invited.status == 201
    invitation = invited.data
    assert invited.headers["Location"] == f"{INVITATIONS}/{invitation['id']}"
    assert gym.client(ann).get(invited.headers["Location"]).data == invitation
    assert gym.client(ann).get(INVITATIONS).data == [invitation]
    facts = gym.instance.post.letters("invitation")[0]["facts"]
    assert (facts["inviter"], facts["organization"]) == ("Ann", "Ann")
    joined = gym.accept(bob)
    assert (joined.data["id"], joined.data["role"], joined.data["is_current"]) == (
        ann.user["organization_id"],
        "MEMBER",
        True,
    )
    assert gym.client(bob).get(ME).data["member_count"] == 2
    assert gym.client(ann).get(INVITATIONS).data == []
    assert gym.roles(ann) == {ann.email: "OWNER", bob.email: "MEMBER"}
    own = bob.user["organization_id"]
    back = gym.client(bob).post(f"{BASE}/switch", {"organization_id": own})
    assert (back.status, back.data["id"]) == (200, own)
    assert gym.client(bob).get(ME).data["id"] == own
    mine = {one["id"]: one["is_current"] for one in gym.client(bob).get(f"{BASE}/mine").data}
    assert mine == {own: True, ann.user["organization_id"]: False}
    assert gym.client(bob).post(f"{BASE}/switch", {"organization_id": "nobodys"}).status == 404


def test_an_invitation_is_good_once_for_its_address_alone_while_it_lasts(gym: Gym) -> None:
    ann, bob, eve = gym.registered(), gym.registered(), gym.verified()
    assert gym.invite(ann, bob.email).status == 201
    token = gym.token()
    assert gym.accept(eve, token).code == "FORBIDDEN"
    assert gym.accept(bob, token).code == "FORBIDDEN"
    late = gym.invite(ann, eve.email)
    assert gym.client(ann).delete(f"{INVITATIONS}/{late.data['id']}").status == 204
    assert gym.accept(eve).paths == ["token"]
    assert gym.accept(eve, "made-up").paths == ["token"]


def test_who_proves_the_address_later_may_come_in_then_and_only_once(gym: Gym) -> None:
    ann, bob = gym.registered(), gym.registered()
    prove = {"token": gym.instance.post.secret("verify_email")}
    gym.invite(ann, bob.email)
    token = gym.token()
    assert gym.accept(bob, token).status == 403
    assert gym.instance.client().post("/api/v1/auth/verify-email", prove).status == 204
    answers = together([partial(gym.accept, bob, token) for _ in range(6)])
    statuses = sorted(one.status for one in answers if isinstance(one, Answer))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 422}
    assert gym.accept(bob, token).status == 422
    assert gym.roles(ann)[bob.email] == "MEMBER"


def test_an_invitation_runs_out(gym: Gym) -> None:
    ann, bob = gym.registered(), gym.verified()
    today = gym.deps
    gym.deps = replace(today, now=lambda: today.now() - timedelta(days=8))
    gym.invite(ann, bob.email)
    gym.deps = today
    assert gym.accept(bob).paths == ["token"]
    assert gym.client(ann).get(INVITATIONS).data == []
    assert gym.invite(ann, bob.email).status == 201


def test_nobody_is_invited_twice_and_no_member_at_all(gym: Gym) -> None:
    ann, bob = gym.registered(), gym.verified()
    assert gym.invite(ann, bob.email).status == 201
    assert gym.invite(ann, bob.email).code == "CONFLICT"
    assert gym.accept(bob).status == 200
    assert gym.invite(ann, bob.email).code == "CONFLICT"
    assert gym.invite(ann, ann.email).code == "CONFLICT"


def test_the_same_key_invites_once_and_sends_one_letter(gym: Gym) -> None:
    ann = gym.registered()
    body, key = {"email": "bob@example.com", "role": "ADMIN"}, "k" * 16
    first, second = (gym.client(ann).post(INVITATIONS, body, Idempotency_Key=key) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.data == second.data
    assert len({one["message_id"] for one in gym.instance.post.letters("invitation")}) == 1


def test_names_in_a_letter_to_strangers_are_no_links(gym: Gym) -> None:
    ann = gym.registered("Win\u202e at https://evil.example/x")
    gym.invite(ann, "bob@example.com")
    facts = gym.instance.post.letters("invitation")[0]["facts"]
    assert facts["inviter"] == facts["organization"] == "Win at https evil example x"
    dot = gym.registered("://")
    gym.invite(dot, "bob@example.com")
    facts = gym.instance.post.letters("invitation")[0]["facts"]
    assert (facts["inviter"], facts["organization"]) == ("A member", "a group")


def test_letters_are_not_sent_without_end(instances: Callable[..., Instance]) -> None:
    few = Limit("letters-to", 2, HOUR), PROFILES["local"].letters[1]
    gym = Gym(instances(rates=replace(PROFILES["local"], letters=few)))
    ann = gym.registered()
    for _ in range(2):
        invited = gym.invite(ann, "bob@example.com")
        assert gym.client(ann).delete(f"{INVITATIONS}/{invited.data['id']}").status == 204
    answer = gym.invite(ann, "bob@example.com")
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert gym.invite(ann, "cid@example.com").status == 201


def test_roles_are_given_by_who_may_and_members_see_no_addresses(gym: Gym) -> None:
    ann, bob, cid = gym.registered(), gym.verified(), gym.verified()
    gym.join(bob, ann, "ADMIN")
    gym.join(cid, bob)
    place = {one.email: f"{MEMBERS}/{one.user['id']}" for one in (ann, bob, cid)}
    promote, demote = {"role": "ADMIN"}, {"role": "MEMBER"}
    assert gym.client(cid).patch(place[bob.email], demote).status == 403
    assert gym.client(bob).patch(place[cid.email], promote).status == 403
    assert gym.client(bob).patch(place[ann.email], demote).status == 403
    assert gym.client(ann).patch(place[ann.email], demote).code == "LAST_OWNER"
    assert gym.client(ann).patch(place[cid.email], promote).data["role"] == "ADMIN"
    assert gym.client(cid).patch(place[cid.email], demote).data["role"] == "MEMBER"
    seen = {one["user_id"]: one["email"] for one in gym.client(cid).get(MEMBERS).data}
    assert seen == {ann.user["id"]: None, bob.user["id"]: None, cid.user["id"]: cid.email}
    for url in (INVITATIONS, f"{INVITATIONS}/any"):
        assert gym.client(cid).get(url).status == 403
    assert gym.client(cid).patch(ME, {"name": "Mine"}, if_match="*").status == 403
    assert gym.invite(bob, "new@example.com", "OWNER").status == 403
    assert gym.client(ann).patch(f"{MEMBERS}/nobody", demote).status == 404


def test_who_is_removed_or_leaves_is_at_home_and_sees_nothing_of_it(gym: Gym) -> None:
    ann, bob = gym.registered(), gym.verified("Bob")
    gym.join(bob, ann)
    assert gym.client(bob).delete(f"{MEMBERS}/{ann.user['id']}").status == 403
    assert gym.client(ann).delete(f"{MEMBERS}/{bob.user['id']}").status == 204
    assert gym.client(bob).get(ME).data["id"] == bob.user["organization_id"]
    assert gym.client(ann).delete(f"{MEMBERS}/{bob.user['id']}").status == 404
    assert gym.client(ann).post(f"{ME}/leave").code == "LAST_OWNER"
    gym.join(bob, ann, "OWNER")
    assert gym.client(ann).post(f"{ME}/leave").status == 204
    fresh = gym.client(ann).get(ME).data
    assert fresh["id"] not in {ann.user["organization_id"], bob.user["organization_id"]}
    assert (fresh["role"], fresh["name"], fresh["member_count"]) == ("OWNER", "Personal", 1)


def test_anonymous_users_have_no_part_in_it(gym: Gym) -> None:
    answer = gym.instance.client().post("/api/v1/auth/anonymous", {"device_id": "phone"})
    stranger = Member(gym.instance, "", answer)
    for url in (ME, f"{BASE}/mine", MEMBERS, INVITATIONS):
        assert gym.client(stranger).get(url).code == "FORBIDDEN"
    assert gym.client(stranger).post(f"{BASE}/switch", {"organization_id": "o"}).status == 403
    assert gym.accept(stranger, "token").status == 403
