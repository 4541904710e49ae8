"""POST /users/me/merge: both sides prove themselves in one request."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import pytest

import functions.merge_runs.main as merge_runs
from shared.domain.log.events import Payload, WorkoutFinished
from shared.domain.merging import Moved
from shared.domain.reports.wording import text_of
from shared.domain.weeks import IsoWeek
from shared.events.messages.merge_requested import MergeRequested
from shared.store.account_documents import user_path
from shared.store.audit import FirestoreAudit
from shared.store.programs import FirestorePrograms
from shared.store.reports import FirestoreReports, StoredReport
from shared.store.training import FirestoreTraining
from shared.store.week_facts import WeekFactsReader
from tests.delivering import Deliveries, reception
from tests.functions.filing import Held
from tests.functions.sign_in import Clock, Instance, Member
from tests.races import together
from tests.stocked import catalogue_of
from tests.training import NOON, Log, done, event, started
from tests.wire import Answer

MERGE = "/api/v1/users/me/merge"
NOTHING = asdict(Moved())


@dataclass(frozen=True)
class Nobody:
    """Somebody without an account, signed in here."""

    instance: Instance
    answer: Answer

    @property
    def id(self) -> str:
        return str(self.answer.data["user"]["id"])

    @property
    def token(self) -> str:
        return str(self.answer.data["tokens"]["refresh_token"])

    def show(self) -> Answer:
        return self.instance.client(self.answer.data["tokens"]["access_token"]).get(
            "/api/v1/users/me"
        )

    def trains(self) -> None:
        told: list[Payload] = [started(), done("s1"), WorkoutFinished("w", NOON)]
        Log(self.instance.database, self.id).append(
            *(event(number, one) for number, one in enumerate(told, 1))
        )


@pytest.fixture
def member(instance: Instance) -> Member:
    return instance.register()


@pytest.fixture
def nobody(instance: Instance) -> Nobody:
    answer = instance.client().post("/api/v1/auth/anonymous", {"device_id": "phone"})
    return Nobody(instance, answer)


def merge(member: Member, token: str) -> Answer:
    return member.client.post(MERGE, {"anonymous_refresh_token": token})


def test_what_was_done_without_an_account_is_counted_once_however_often_it_is_asked(
    instance: Instance, member: Member, nobody: Nobody
) -> None:
    nobody.trains()
    answer = merge(member, nobody.token)
    assert answer.status == 200
    assert answer.data == {"status": "MERGED", **NOTHING, "workouts": 1, "events": 3}
    assert merge(member, nobody.token).data == answer.data
    # Two clicks, and one of somebody else.
    assert merge(instance.register(), nobody.token).code == "CONFLICT"
    assert Log(instance.database, member.user["id"]).orders() == [1, 2, 3]
    assert instance.post.merges == [{"version": 1, "anonymous_id": nobody.id}] * 2


def test_the_anonymous_tokens_die_and_say_where_to_go(
    instance: Instance, member: Member, nobody: Nobody
) -> None:
    assert nobody.show().status == 200
    merge(member, nobody.token)
    for answer in (nobody.show(), instance.refresh(nobody.token)):
        assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
        assert b"merged into another" in answer.body


def test_two_clicks_at_once_are_answered_alike(
    instances: Callable[..., Instance], instance: Instance, member: Member, nobody: Nobody
) -> None:
    nobody.trains()
    clients = [instances().client(member.tokens["access_token"]) for _ in range(2)]
    body = {"anonymous_refresh_token": nobody.token}
    answers = together([lambda one=one: one.post(MERGE, body) for one in clients])  # type: ignore[misc]
    shown = [one.data if isinstance(one, Answer) else one for one in answers]
    assert shown[0] == shown[1] == {"status": "MERGED", **NOTHING, "workouts": 1, "events": 3}


def test_who_may_not_be_merged_is_told_why(
    instance: Instance, member: Member, nobody: Nobody
) -> None:
    tokens = nobody.answer.data["tokens"]
    other = instance.register()

    def refused(token: str, by: Any = member.client) -> tuple[int, str]:
        answer = by.post(MERGE, {"anonymous_refresh_token": token})
        return answer.status, answer.code

    anonymous = instance.client(tokens["access_token"])
    assert refused(other.tokens["refresh_token"], anonymous) == (403, "FORBIDDEN")
    assert refused(other.tokens["refresh_token"]) == (403, "FORBIDDEN")
    assert refused(member.tokens["refresh_token"]) == (409, "CONFLICT")
    for token in ("nonsense", tokens["access_token"], nobody.token[:-3]):
        assert refused(token) == (401, "INVALID_CREDENTIALS")
    instance.refresh(nobody.token)
    instance.clock.pass_by(11)
    assert refused(nobody.token) == (401, "INVALID_CREDENTIALS")
    assert nobody.show().status == 401, "a token that was used up ends the session"


def test_both_organisations_hear_of_it(instance: Instance, member: Member, nobody: Nobody) -> None:
    merge(member, nobody.token)
    audit = FirestoreAudit(instance.database)
    uid, left = member.user["id"], nobody.answer.data["user"]["organization_id"]
    for organization, action in (
        (member.user["organization_id"], "ANONYMOUS_MERGED"),
        (left, "MERGED_AWAY"),
    ):
        (told,) = [
            one for one in audit.listed(organization_id=organization) if one.action == action
        ]
        assert (told.actor, told.facts) == (uid, {"anonymous": nobody.id})


def test_what_takes_too_long_is_moved_on_in_the_background_and_reported_anew(
    instance: Instance, member: Member, nobody: Nobody
) -> None:
    nobody.trains()
    database, uid = instance.database, member.user["id"]
    reports = FirestoreReports(database)
    week = IsoWeek.of(NOON.date())
    before, after = week.later(-2), week.later(1)
    reports.renew(nobody.id, StoredReport(week, {}, "of one workout", NOON))
    for one in (before, after):
        reports.renew(uid, StoredReport(one, {}, "of none", NOON))
    instance.merge_seconds = -1.0
    answer = merge(member, nobody.token)
    assert (answer.status, answer.data["status"], answer.data["workouts"]) == (200, "MERGING", 0)
    outbox, parked = Held(), list[str]()
    runs = merge_runs.inbox
    bound = type(runs)(
        runs.name, MergeRequested, merge_runs.handle, lambda: deps, reception(parked)
    )
    facts = WeekFactsReader(
        FirestoreTraining(database), FirestorePrograms(database), catalogue_of(database)
    )

    def made(seconds: float) -> merge_runs.Deps:
        return merge_runs.Deps(
            instance.mover, instance.accounts, reports, facts, text_of, outbox, Clock(), seconds
        )

    deps = made(-1.0)
    assert Deliveries(bound.answer).deliver(instance.post.merges[0]) == 204
    assert [type(one) for one in outbox.messages] == [MergeRequested], "ordered anew"
    deps = made(60.0)
    for _ in range(2):
        assert Deliveries(bound.answer).deliver(instance.post.merges[0]) == 204
    assert reports.find(uid, week).text != "of one workout"
    assert reports.find(uid, before).text == "of none", "nothing came over before it was over"
    assert reports.find(uid, after).text != "of none", "what adds up adds up to more"
    assert merge(member, nobody.token).data["workouts"] == 1
    account = database.get(user_path(nobody.id))
    assert account is not None
    assert account.data["is_erasing"]
    assert account.data["homes"] == [nobody.answer.data["user"]["organization_id"]]
    assert parked == []
