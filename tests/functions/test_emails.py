"""The function `emails`: each letter once, to whoever may be written to."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from functions.emails import letters
from functions.emails.main import Deps, handle
from functions.emails.recipients import Recipients
from functions.emails.schemas import WritableLetter
from shared.clients.resend import Letter
from shared.domain.accounts import AccountStanding
from shared.domain.mail_proofs import Purpose, name_of
from shared.domain.profiles import Profile
from shared.events.inbox import Inbox
from shared.events.messages.email_requested import Fact
from shared.store.database import Database
from shared.store.emails import FirestoreEmails
from shared.store.mail_proofs import proof_creation
from shared.store.suppressions import FirestoreSuppressions, Suppression
from shared.store.writes import Delete, Merge
from tests.delivering import Deliveries, reception
from tests.functions.sign_in import PROOF_SECRETS
from tests.mailroom import Mailroom, mailroom, recipients_of
from tests.people import People, Person
from tests.races import together

FACTS: dict[str, Fact] = {
    "plan": "PRO_MONTHLY",
    "total_cents": 123456,
    "currency": "EUR",
    "paid_at": "2026-03-01T23:30:00Z",
}


@dataclass
class World:
    database: Database
    people: People
    room: Mailroom
    parked: list[str] = field(default_factory=list)
    now: datetime = datetime(2026, 3, 2, tzinfo=UTC)

    def function(self, **about: Any) -> Deliveries:
        """One instance of it."""
        deps = Deps(
            **{
                "recipients": self.recipients(),
                "emails": FirestoreEmails(self.database, lambda: self.now),
                "post": self.room.client(),
                "frontend_url": "https://app.example",
                "now": lambda: self.now,
                **about,
            }
        )
        inbox = Inbox("emails", WritableLetter, handle, lambda: deps, reception(self.parked))
        return Deliveries(inbox.answer)

    def recipients(self) -> Recipients:
        return recipients_of(self.people.accounts, self.database, lambda: self.now)

    def record(self, message_id: str = "receipt-1") -> Any:
        found = self.database.get(("emails", message_id))
        return found and found.data

    def mails_to(self, person: Person) -> list[Any]:
        return self.room.mails(f"{person.user_id}@example.com")


@pytest.fixture
def world(database: Database, people: People, tmp_path: Path) -> Iterator[World]:
    with mailroom(tmp_path / "mailbox.json") as room:
        yield World(database, people, room)


def receipt(person: Person | str, **about: Any) -> dict[str, Any]:
    user_id = person if isinstance(person, str) else person.user_id
    asked = {"message_id": "receipt-1", "template": "receipt", "user_id": user_id, "facts": FACTS}
    return {**asked, **about}


def test_a_letter_says_what_it_is_about_as_its_reader_would(world: World) -> None:
    profile = Profile(full_name="Ann <Boss> & Co", time_zone="Europe/Berlin")
    ann = world.people.free(profile=profile)
    assert world.function().deliver(receipt(ann)) == 204
    (mail,) = world.mails_to(ann)
    assert mail["subject"] == "We received your payment of 1,234.56 EUR"
    assert mail["text"].startswith("Hello Ann <Boss> & Co,\n\n")
    # Half past eleven at night in UTC.
    assert "HypertroQ Pro (monthly) arrived on 2 March 2026." in mail["text"]
    assert "https://app.example/billing" in mail["text"]
    assert "Hello Ann &lt;Boss&gt; &amp; Co," in mail["html"]
    assert "<Boss>" not in mail["html"]
    assert 'href="https://app.example/billing"' in mail["html"]
    assert mail["key"] == "receipt-1"
    assert "$" not in mail["subject"] + mail["text"] + mail["html"]


def test_a_letter_is_sent_once_however_often_it_is_asked_for(world: World) -> None:
    ann = world.people.free()
    for _ in range(2):
        assert world.function().deliver(receipt(ann)) == 204
    asked_at_once = [
        partial(world.function().deliver, receipt(ann, message_id="receipt-2")) for _ in range(6)
    ]
    together(asked_at_once)
    assert sorted(mail["key"] for mail in world.mails_to(ann)) == ["receipt-1", "receipt-2"]
    assert (world.record()["fate"], world.record("receipt-2")["fate"]) == ("SENT", "SENT")
    assert world.record()["provider_id"]


def test_what_is_kept_and_logged_names_nobody(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = world.people.free(profile=Profile(full_name="Ann Boss"))
    world.function().deliver(receipt(ann))
    told = json.dumps(world.record(), default=str) + capsys.readouterr().out
    assert '"fate": "SENT"' in told
    for secret in ("@", "Ann Boss", "1,234"):
        assert secret not in told


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"standing": AccountStanding.SUSPENDED}, "not_active"),
        (None, "no_account"),
    ],
)
def test_nobody_to_write_to_is_no_failure(
    world: World, about: dict[str, Any] | None, reason: str
) -> None:
    asked = "nobody" if about is None else world.people.free(**about)
    assert world.function().deliver(receipt(asked)) == 204
    assert (world.record()["fate"], world.record()["reason"]) == ("DROPPED", reason)
    assert world.room.mails() == []


def test_somebody_without_an_address_is_not_written_to(world: World) -> None:
    ann = world.people.free()
    anonymous: dict[tuple[str, ...], object] = {("email",): None, ("email_key",): None}
    world.database.commit(Merge(("users", ann.user_id), anonymous, must_exist=True))
    assert world.function().deliver(receipt(ann)) == 204
    assert world.record()["reason"] == "no_address"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_an_outage_of_the_provider_is_waited_out(world: World, status: int) -> None:
    ann = world.people.free()
    function = world.function()
    world.room.fails(2, status=status)
    answers = [function.deliver(receipt(ann)) for _ in range(3)]
    assert answers == [503, 503, 204]
    assert len(world.mails_to(ann)) == 1
    assert world.record()["fate"] == "SENT"


def test_an_answer_lost_on_the_way_sends_no_second_letter(world: World) -> None:
    ann = world.people.free()
    world.room.fails(status=500, takes=True)
    assert world.function().deliver(receipt(ann)) == 503
    assert world.record()["fate"] == "OPEN"
    assert world.function().deliver(receipt(ann)) == 204
    assert len(world.mails_to(ann)) == 1


def test_a_letter_that_changed_meanwhile_is_not_sent_again(world: World) -> None:
    ann = world.people.free()
    world.room.fails(status=500, takes=True)
    world.function().deliver(receipt(ann))
    other = {**FACTS, "plan": "PRO_YEARLY"}
    assert world.function().deliver(receipt(ann, facts=other)) == 204
    assert world.record()["fate"] == "SENT"
    assert len(world.mails_to(ann)) == 1


@dataclass
class Dying:
    """A process that ends between sending a letter and writing down that it did."""

    room: Mailroom

    def send(self, letter: Letter, key: str) -> str:
        self.room.client().send(letter, key)
        raise SystemExit


def test_a_process_that_ends_after_sending_sends_no_second_letter(world: World) -> None:
    ann = world.people.free()
    with pytest.raises(SystemExit):
        world.function(post=Dying(world.room)).deliver(receipt(ann))
    world.now += timedelta(hours=22)
    assert world.function().deliver(receipt(ann)) == 204
    assert world.record()["fate"] == "SENT"
    assert len(world.mails_to(ann)) == 1


def test_what_may_have_been_sent_too_long_ago_is_left_to_a_person(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """The provider has forgotten the key by then."""
    ann = world.people.free()
    world.room.fails(status=500, takes=True)
    world.function().deliver(receipt(ann))
    world.now += timedelta(hours=24)
    capsys.readouterr()
    assert world.function().deliver(receipt(ann)) == 204
    assert world.record()["fate"] == "UNCERTAIN"
    assert '"severity": "WARNING"' in capsys.readouterr().out
    assert len(world.mails_to(ann)) == 1


def test_a_refusal_that_surely_sent_nothing_may_last_for_days(world: World) -> None:
    ann = world.people.free()
    world.room.fails(status=429, name="daily_quota_exceeded")
    assert world.function().deliver(receipt(ann)) == 503
    world.now += timedelta(days=3)
    assert world.function().deliver(receipt(ann)) == 204
    assert len(world.mails_to(ann)) == 1


def test_what_the_provider_will_never_take_is_put_on_record(world: World) -> None:
    ann = world.people.free()
    world.room.fails(status=422)
    for _ in range(2):
        assert world.function().deliver(receipt(ann)) == 204
    assert (world.record()["fate"], world.record()["reason"]) == ("FAILED", "validation_error")
    assert world.room.mails() == []


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"template": "never_written"}, "there is no letter of this name"),
        ({"template": "../receipt"}, "template"),
        ({"template": "frame"}, "there is no letter of this name"),
        ({"facts": {}}, "is missing"),
        ({"facts": {**FACTS, "paid_at": "secret"}}, "paid_at is no moment"),
        ({"facts": {**FACTS, "paid_at": "2026-03-01T23:30:00"}}, "paid_at has no time zone"),
        ({"facts": {**FACTS, "total_cents": "secret"}}, "total_cents is no whole number"),
        ({"facts": {**FACTS, "currency": None}}, "total_cents is no whole number"),
        ({"message_id": "a/b"}, "message_id"),
        ({"user_id": "a/b"}, "user_id"),
        ({"version": 2}, "version"),
    ],
)
def test_a_letter_that_cannot_be_written_is_parked_without_what_it_says(
    world: World, about: dict[str, Any], reason: str
) -> None:
    ann = world.people.free()
    assert world.function().deliver(receipt(ann, **about)) == 204
    (why,) = world.parked
    assert reason in why
    assert "secret" not in why
    assert world.room.mails() == []


@pytest.mark.parametrize(
    ("cents", "currency", "written"),
    [(5, "USD", "0.05 USD"), (123456, "JPY", "123,456 JPY"), (-990, "EUR", "-9.90 EUR")],
)
def test_money_is_written_with_the_places_of_its_currency(
    cents: int, currency: str, written: str
) -> None:
    facts: dict[str, Fact] = {**FACTS, "total_cents": cents, "currency": currency}
    assert written in letters.write("receipt", facts, letters.Reader(), "").subject


def test_a_subject_is_one_line() -> None:
    facts: dict[str, Fact] = {**FACTS, "currency": "EUR\r\nBcc: all@example.com"}
    assert "\n" not in letters.write("receipt", facts, letters.Reader(), "").subject


FOLDER = Path(letters.__file__).with_name("templates")


def places(file: Path) -> set[str]:
    return set(re.findall(r"\$([a-z_]+)", file.read_text()))


@pytest.mark.parametrize("name", sorted(letters.names()))
def test_both_halves_of_a_letter_say_the_same(name: str) -> None:
    text, markup = FOLDER / f"{name}.txt", FOLDER / f"{name}.html"
    assert places(text) - {"greeting"} == places(markup)
    links = re.findall(r'(?:href|src)="([^"]*)"', markup.read_text())
    assert links
    assert [link for link in links if not link.startswith("$frontend_url/")] == []


def test_every_file_is_half_of_a_letter() -> None:
    names = {file.name for file in FOLDER.iterdir()} - {"frame.html"}
    assert names == {f"{name}.{half}" for name in letters.names() for half in ("txt", "html")}


def test_the_two_halves_read_the_same() -> None:
    written = letters.write("receipt", FACTS, letters.Reader("Ann"), "https://app.example")
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", written.html)).split())
    for sentence in ("Hello Ann,", "1,234.56 EUR", "1 March 2026"):
        assert sentence in written.text
        assert sentence in said


def proved(
    world: World, person: Person, purpose: Purpose, key: str, **about: Any
) -> tuple[str, str]:
    """Reference and secret of a proof that is kept."""
    issued = PROOF_SECRETS.issue(uuid.uuid4().hex, world.now, purpose, person.user_id, key)
    world.database.commit(proof_creation(replace(issued.proof, **about)))
    secret = PROOF_SECRETS.secret(issued.reference)
    assert secret is not None
    return issued.reference, secret


def key_of(world: World, person: Person) -> str:
    account = world.people.accounts.find(person.user_id)
    assert account is not None
    return account.email_key or ""


def test_a_letter_has_the_secret_that_no_request_told(world: World) -> None:
    ann = world.people.free()
    reference, secret = proved(world, ann, Purpose.VERIFY_EMAIL, key_of(world, ann))
    asked = receipt(ann, template="verify_email", facts={"proof": reference})
    assert world.function().deliver(asked) == 204
    (mail,) = world.mails_to(ann)
    assert f"https://app.example/verify-email#token={secret}\n" in mail["text"]
    assert f'href="https://app.example/verify-email#token={secret}"' in mail["html"]
    assert secret not in str(asked)


def test_a_letter_goes_where_its_proof_says(world: World) -> None:
    ann = world.people.free(profile=Profile(full_name="Ann"))
    new = {"email": "new@example.com"}
    reference, _ = proved(world, ann, Purpose.CHANGE_EMAIL, "k" * 64, **new)
    change = receipt(ann, template="change_email", facts={"proof": reference})
    assert world.function().deliver(change) == 204
    (mail,) = world.room.mails("new@example.com")
    assert mail["text"].startswith("Hello Ann,")
    assert world.mails_to(ann) == []


def test_who_is_invited_is_not_greeted_by_the_name_of_who_invites(world: World) -> None:
    ann = world.people.free(profile=Profile(full_name="Ann"))
    bob = {"email": "bob@example.com"}
    reference, secret = proved(world, ann, Purpose.JOIN_ORGANIZATION, "k" * 64, **bob)
    facts = {
        "proof": reference,
        "inviter": "Ann",
        "organization": "<b>Iron</b>",
        "expires_at": "2026-03-08T12:00:00Z",
    }
    assert world.function().deliver(receipt(ann, template="invitation", facts=facts)) == 204
    (mail,) = world.room.mails("bob@example.com")
    assert mail["subject"] == "Ann invites you to <b>Iron</b>"
    assert mail["text"].startswith("Hello,\n")
    assert "&lt;b&gt;Iron&lt;/b&gt;" in mail["html"]
    assert secret in mail["text"]


@pytest.mark.parametrize("why", ["expired", "spent", "never made", "another address", "no key"])
def test_a_proof_that_is_gone_sends_no_letter(world: World, why: str) -> None:
    ann = world.people.free()
    key = "another" if why == "another address" else key_of(world, ann)
    reference, _ = proved(world, ann, Purpose.RESET_PASSWORD, key)
    if why == "expired":
        world.now += timedelta(hours=1)
    elif why == "spent":
        secret = PROOF_SECRETS.secret(reference) or ""
        world.database.commit(Delete(("mail_proofs", name_of(secret))))
    elif why == "never made":
        reference = "1-never"
    elif why == "no key":
        reference = reference.replace("1-", "2-", 1)
    asked = receipt(ann, template="password_reset", facts={"proof": reference})
    assert world.function().deliver(asked) == 204
    assert (world.record()["fate"], world.record()["reason"]) == ("DROPPED", "proof_gone")
    assert world.room.mails() == []


def test_a_request_that_tells_a_secret_is_parked(world: World) -> None:
    ann = world.people.free()
    for facts in ({"token": "x"}, {"token": "x", "proof": "1-x"}, {}):
        asked = receipt(ann, template="verify_email", facts=facts)
        assert world.function().deliver(asked) == 204
    assert ["secret" in why or "missing" in why for why in world.parked] == [True] * 3
    assert world.room.mails() == []


def test_an_address_that_bounced_or_complained_is_not_written_to(world: World) -> None:
    ann, bob = world.people.free(), world.people.free()
    kept = FirestoreSuppressions(world.database, lambda: world.now)
    kept.put(key_of(world, ann), Suppression.BOUNCED)
    kept.put(key_of(world, bob), Suppression.COMPLAINED)
    # A complaint is for good, whatever else comes back.
    kept.put(key_of(world, bob), Suppression.BOUNCED)
    for person in (ann, bob):
        world.function().deliver(receipt(person, message_id=f"r-{person.user_id}"))
        assert world.record(f"r-{person.user_id}")["reason"] == "suppressed"
    world.now += timedelta(days=90)
    for person in (ann, bob):
        world.function().deliver(receipt(person, message_id=f"s-{person.user_id}"))
    assert len(world.mails_to(ann)) == 1
    assert world.mails_to(bob) == []
