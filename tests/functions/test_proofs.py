"""What the secret of a letter allows: a verified address, another address, a new password."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.limits import HOUR, PROFILES, Limit
from shared.store.database import Database
from shared.store.queries import Query
from shared.store.writes import Delete, Merge
from tests.functions.sign_in import PASSWORD, Clock, Instance, Member
from tests.races import together
from tests.wire import Answer

AUTH = "/api/v1/auth"
ME = "/api/v1/users/me"
OTHER = "another long walk"
DAY = 86_400


@pytest.fixture
def past(instances: Callable[..., Instance]) -> Instance:
    """Where time may pass: tokens are made and read by the same slow clock."""
    return instances(clock=Clock(timedelta(days=30)))


def verify(instance: Instance, token: str) -> Answer:
    return instance.client().post(f"{AUTH}/verify-email", {"token": token})


def ask_reset(instance: Instance, email: str) -> Answer:
    return instance.client().post(f"{AUTH}/password-reset/request", {"email": email})


def reset(instance: Instance, token: str, password: str = OTHER) -> Answer:
    body = {"token": token, "password": password}
    return instance.client().post(f"{AUTH}/password-reset/confirm", body)


def move(member: Member, email: str, password: str | None = PASSWORD) -> Answer:
    body = {"email": email} if password is None else {"email": email, "password": password}
    return member.client.put(f"{ME}/email", body)


def is_gone(answer: Answer) -> bool:
    return (answer.status, answer.code, answer.paths) == (422, "VALIDATION_ERROR", ["token"])


def me(member: Member) -> Any:
    return member.client.get(ME).data


def test_a_letter_proves_its_address_once(instance: Instance) -> None:
    member = instance.register()
    secret = instance.post.secret("verify_email")
    assert verify(instance, secret).status == 204
    shown = member.client.get(ME)
    assert shown.data["is_verified"] is True
    assert shown.etag != member.answer.etag
    assert is_gone(verify(instance, secret))


@pytest.mark.parametrize("token", ["x", "x" * 128, "ü", "../users/x"])
def test_what_was_never_sent_proves_nothing(instance: Instance, token: str) -> None:
    instance.register()
    assert is_gone(verify(instance, token))
    assert is_gone(reset(instance, token))


def test_a_secret_is_good_for_its_own_purpose_alone(instance: Instance) -> None:
    member = instance.register()
    ask_reset(instance, member.email)
    assert is_gone(verify(instance, instance.post.secret("password_reset")))
    assert is_gone(reset(instance, instance.post.secret("verify_email")))
    assert me(member)["is_verified"] is False


def test_proofs_run_out(past: Instance) -> None:
    member = past.register()
    secret = past.post.secret("verify_email")
    past.clock.pass_by(3 * DAY)
    assert is_gone(verify(past, secret))
    ask_reset(past, member.email)
    past.clock.pass_by(3_599)
    late = past.post.secret("password_reset")
    ask_reset(past, member.email)
    past.clock.pass_by(1)
    assert is_gone(reset(past, late))
    assert reset(past, past.post.secret("password_reset")).status == 204


def test_the_letter_is_sent_again_while_the_address_is_not_verified(instance: Instance) -> None:
    member = instance.register()
    first = instance.post.secret("verify_email")
    answer = member.client.post(f"{AUTH}/verify-email/resend")
    assert (answer.status, answer.data) == (202, {"status": "QUEUED"})
    second = instance.post.secret("verify_email")
    assert first != second
    assert verify(instance, second).status == 204
    again = member.client.post(f"{AUTH}/verify-email/resend")
    assert (again.status, again.code) == (409, "CONFLICT")


def test_one_address_gets_so_many_letters_in_an_hour(instances: Callable[..., Instance]) -> None:
    limits = (Limit("letters-to", 2, HOUR), Limit("letters", 3, HOUR))
    instance = instances(rates=replace(PROFILES["local"], letters=limits))
    member = instance.register()
    statuses = [member.client.post(f"{AUTH}/verify-email/resend").status for _ in range(3)]
    assert statuses == [202, 202, 429]
    # Whoever is not signed in is told nothing about it.
    assert [ask_reset(instance, member.email).status for _ in range(4)] == [202, 202, 202, 429]
    assert instance.post.letters("password_reset") == []
    elsewhere = instances(rates=instance.rates, address="192.0.2.2")
    assert ask_reset(elsewhere, "other@example.com").status == 202


def test_a_new_password_ends_every_session_and_proves_the_address(instance: Instance) -> None:
    member = instance.register()
    second = instance.login(member.email).data["tokens"]
    assert ask_reset(instance, member.email.upper()).status == 202
    assert reset(instance, instance.post.secret("password_reset")).status == 204
    assert not member.is_signed_in()
    assert instance.refresh(second["refresh_token"]).status == 401
    assert instance.login(member.email).status == 401
    entered = instance.login(member.email, OTHER)
    assert entered.status == 200
    assert entered.data["user"]["is_verified"] is True


def test_a_secret_sets_one_password_and_its_elders_none(instance: Instance) -> None:
    member = instance.register()
    ask_reset(instance, member.email)
    first = instance.post.secret("password_reset")
    ask_reset(instance, member.email)
    second = instance.post.secret("password_reset")
    assert reset(instance, second).status == 204
    assert is_gone(reset(instance, second, "one more long walk"))
    assert is_gone(reset(instance, first, "one more long walk"))
    assert instance.login(member.email, OTHER).status == 200


def test_a_password_that_is_too_weak_uses_up_nothing(instance: Instance) -> None:
    member = instance.register(email="annabel@example.com")
    ask_reset(instance, member.email)
    secret = instance.post.secret("password_reset")
    for weak in ("short", "password1", "Annabel12"):
        answer = reset(instance, secret, weak)
        assert (answer.status, answer.paths) == (422, ["password"])
    assert member.is_signed_in()
    assert reset(instance, secret).status == 204


def test_asking_for_an_address_nobody_has_looks_and_costs_the_same(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    member = instance.register()
    seen = []
    for email in (member.email, "nobody@example.com"):
        ask_reset(instance, email)
        capsys.readouterr()
        answer = ask_reset(instance, email)
        line = json.loads(capsys.readouterr().out.splitlines()[-1])
        seen.append((answer.status, answer.data, line["reads"], line["writes"]))
    assert seen == [(202, {"status": "QUEUED"}, 5, 5)] * 2
    known, unknown = instance.post.letters("password_reset")[2], instance.post.sent[-1]
    assert (known["user_id"], unknown["user_id"]) == (member.user["id"], "nobody")
    assert is_gone(reset(instance, instance.post.secret("password_reset")))


def test_a_suspended_account_gets_no_new_password(instance: Instance, database: Database) -> None:
    member = instance.register()
    ask_reset(instance, member.email)
    database.commit(Merge(("users", member.user["id"]), {("standing",): "SUSPENDED"}))
    assert is_gone(reset(instance, instance.post.secret("password_reset")))


def test_another_address_counts_once_it_is_proved(instance: Instance) -> None:
    member = instance.register(email="ann@example.com")
    assert move(member, "Ann@new.example").status == 202
    assert me(member)["email"] == "ann@example.com"
    asked = {one["template"] for one in instance.post.sent[2:]}
    assert asked == {"change_email", "change_asked"}
    assert verify(instance, instance.post.secret("change_email")).status == 204
    shown = me(member)
    assert (shown["email"], shown["is_verified"]) == ("Ann@new.example", True)
    assert instance.login("ann@new.example").status == 200
    assert instance.login("ann@example.com").status == 401
    # The old one is free.
    instance.register(email="ann@example.com")


def test_the_last_address_asked_for_is_the_one(instance: Instance) -> None:
    member = instance.register()
    move(member, "typo@example.com")
    typo = instance.post.secret("change_email")
    move(member, "right@example.com")
    assert is_gone(verify(instance, typo))
    assert verify(instance, instance.post.secret("change_email")).status == 204
    assert me(member)["email"] == "right@example.com"


def test_an_address_taken_meanwhile_is_its_takers(instance: Instance) -> None:
    member = instance.register()
    taken = move(member, instance.register().email)
    assert (taken.status, taken.code) == (409, "EMAIL_TAKEN")
    move(member, "new@example.com")
    secret = instance.post.secret("change_email")
    instance.register(email="new@example.com")
    answer = verify(instance, secret)
    assert (answer.status, answer.code) == (409, "EMAIL_TAKEN")
    assert me(member)["email"] == member.email


def test_a_letter_to_the_old_address_no_longer_verifies(instance: Instance) -> None:
    member = instance.register()
    old = instance.post.secret("verify_email")
    ask_reset(instance, member.email)
    old_reset = instance.post.secret("password_reset")
    move(member, "new@example.com")
    verify(instance, instance.post.secret("change_email"))
    assert is_gone(verify(instance, old))
    assert is_gone(reset(instance, old_reset))


@pytest.mark.parametrize("how", ["changed", "reset"])
def test_a_new_password_forgets_the_address_asked_for(instance: Instance, how: str) -> None:
    member = instance.register()
    move(member, "thief@example.com")
    secret = instance.post.secret("change_email")
    if how == "changed":
        body = {"current_password": PASSWORD, "new_password": OTHER}
        assert member.client.put(f"{ME}/password", body).status == 204
    else:
        ask_reset(instance, member.email)
        assert reset(instance, instance.post.secret("password_reset")).status == 204
    assert is_gone(verify(instance, secret))


def test_another_address_takes_the_password(instance: Instance) -> None:
    member = instance.register()
    missing = move(member, "new@example.com", None)
    assert (missing.status, missing.code) == (401, "REAUTHENTICATION_REQUIRED")
    wrong = move(member, "new@example.com", OTHER)
    assert (wrong.status, wrong.code) == (401, "INVALID_CREDENTIALS")
    for _ in range(9):
        move(member, "new@example.com", OTHER)
    assert move(member, "new@example.com").status == 429
    assert instance.post.letters("change") == []


def test_nobody_tries_out_which_addresses_are_taken(instances: Callable[..., Instance]) -> None:
    limits = (Limit("letters-to", 2, HOUR), Limit("letters", 30, HOUR))
    instance = instances(rates=replace(PROFILES["local"], letters=limits))
    member, other = instance.register(), instance.register()
    asked = (other.email, "free@example.com", other.email)
    assert [move(member, email).status for email in asked] == [409, 202, 429]


def test_where_there_is_no_password_a_fresh_sign_in_will_do(
    instance: Instance, database: Database
) -> None:
    member = instance.register()
    user_id = member.user["id"]
    database.commit(Delete(("users", user_id, "private", "credentials")))
    assert move(member, "new@example.com", None).status == 202
    (session,) = member.client.get(f"{AUTH}/sessions").data
    signed_in_at = instance.clock() - timedelta(seconds=301)
    past = ("sessions", session["id"], "signed_in_at")
    database.commit(Merge(("users", user_id), {past: signed_in_at}))
    instance.cache_seconds += 10
    stale = move(member, "newer@example.com", None)
    assert (stale.status, stale.code) == (401, "REAUTHENTICATION_REQUIRED")


def test_of_many_who_use_a_secret_at_once_one_does(instances: Callable[..., Instance]) -> None:
    crowd = [instances() for _ in range(4)]
    for _ in range(5):
        member = crowd[0].register()
        ask_reset(crowd[0], member.email)
        secret = crowd[0].post.secret("password_reset")
        answers = together([partial(reset, one, secret) for one in crowd])
        counted = Counter(one.status for one in answers)  # type: ignore[union-attr]
        assert counted == {204: 1, 422: 3}


def test_what_is_kept_of_a_proof_goes_with_it(instance: Instance, database: Database) -> None:
    instance.register()
    (kept,) = database.query(Query("mail_proofs"))
    assert kept.data["expire_at"] > instance.clock()
    verify(instance, instance.post.secret("verify_email"))
    assert database.query(Query("mail_proofs")) == []
