"""`rotate`: what was good stays good until nobody needs it, and what leaked is good no more."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from functions.auth.keys import SIGNING_KEYS_SECRET, SigningKeys
from shared.clients.secrets import connect
from tools.local.testing import StartedEmulators
from tools.local.vault_client import ensure_secrets
from tools.manifest import read_all
from tools.operate.__main__ import main
from tools.operate.rotating import FOR_GOOD, ROTATIONS, Rotating, rotation_of
from tools.operate.secret_versions import versions_of

WEBHOOK = "lemonsqueezy-webhook-secret"
Operate = Callable[..., list[str]]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def operate(
    emulators: StartedEmulators,
    project: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operate:
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", project)
    names = {name for manifest in read_all().values() for name in manifest.secrets}
    ensure_secrets(emulators.secret_manager, project, names)

    def run(*arguments: str, ends: int = 0) -> list[str]:
        assert main(arguments) == ends
        told = capsys.readouterr()
        return (told.err if ends else told.out).splitlines()

    return run


def enabled(project: str, secret: str) -> list[bytes]:
    return [version.payload for version in connect(project).versions(secret)]


def keys(project: str, later: timedelta) -> SigningKeys:
    """As an instance has them that starts now, at a later time."""
    secrets = connect(project)
    return SigningKeys(lambda: secrets.versions(SIGNING_KEYS_SECRET), lambda: now() + later)


def test_a_new_key_signs_and_the_old_one_is_believed_for_as_long_as_its_tokens_live(
    operate: Operate, project: str
) -> None:
    old = keys(project, timedelta(minutes=5)).signing()
    (would,) = operate("rotate", SIGNING_KEYS_SECRET, "--dry-run")[:1]
    assert would == f"{SIGNING_KEYS_SECRET}: would add a version"
    assert len(enabled(project, SIGNING_KEYS_SECRET)) == 1
    said = operate("rotate", SIGNING_KEYS_SECRET)
    assert "version 2 added, it signs in half a minute" in said[0]
    assert "still good: version 1; --retire after" in said[1]
    fresh = keys(project, timedelta(seconds=1))
    assert fresh.signing().id == old.id
    settled = keys(project, timedelta(minutes=5))
    assert settled.signing().number == 2
    assert settled.find(old.id) is not None
    (nothing,) = operate("rotate", SIGNING_KEYS_SECRET, "--retire")
    assert nothing.endswith("nothing is to be retired yet")


def test_what_was_replaced_long_ago_retires_and_the_newest_never_does(
    operate: Operate, project: str
) -> None:
    for _ in range(2):
        operate("rotate", SIGNING_KEYS_SECRET)
    versions, rotation = versions_of(project, SIGNING_KEYS_SECRET), ROTATIONS[SIGNING_KEYS_SECRET]
    in_a_week = Rotating(versions, rotation, lambda: now() + timedelta(days=7, minutes=1))
    assert in_a_week.retire(dry_run=True) == ["version 2, 1 would be disabled"]
    assert [one.number for one in versions.enabled()] == [3, 2, 1]
    assert in_a_week.retire() == ["version 2, 1 disabled"]
    assert [one.number for one in versions.enabled()] == [3]
    assert in_a_week.retire() == ["nothing is to be retired yet"]


def test_a_key_that_leaked_is_believed_no_more(operate: Operate, project: str) -> None:
    old = keys(project, timedelta(minutes=5)).signing()
    assert operate("rotate", SIGNING_KEYS_SECRET, "--leaked")[1].endswith("version 1 disabled")
    after = keys(project, timedelta(0))
    assert after.find(old.id) is None
    # There is no other, so that it signs at once.
    assert after.signing().number == 2


def test_of_the_webhook_two_secrets_are_good_at_once_as_the_provider_takes_them(
    operate: Operate, project: str
) -> None:
    (first,) = enabled(project, WEBHOOK)
    assert "set it in the provider's webhook" in operate("rotate", WEBHOOK)[0]
    second, still = enabled(project, WEBHOOK)
    assert still == first
    assert 6 <= len(second) <= 40


def test_what_others_give_out_is_read_and_never_an_argument(
    operate: Operate, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"re_given\n")))
    operate("rotate", "resend-api-key")
    assert enabled(project, "resend-api-key")[0] == b"re_given"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert operate("rotate", "resend-api-key", ends=1) == ["Stopped: The standard input is empty."]


def test_the_key_of_addresses_is_never_changed_and_a_name_that_is_none_is_told(
    operate: Operate,
) -> None:
    (told,) = operate("rotate", "email-index-key", ends=1)
    assert told.startswith("Stopped: email-index-key is never changed")
    (told,) = operate("rotate", "resend-key", ends=1)
    assert "No function has the secret resend-key; there are email-index-key, " in told


def test_every_secret_of_the_functions_can_be_rotated_or_says_why_not() -> None:
    known = {name for manifest in read_all().values() for name in manifest.secrets}
    assert {*ROTATIONS, *FOR_GOOD} <= known
    assert all(rotation_of(name) for name in known - FOR_GOOD.keys())
