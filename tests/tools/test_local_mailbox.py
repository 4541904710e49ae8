"""The stand-in for Resend: what it takes, what it refuses, and what it shows."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE
from threading import Thread
from typing import Any

import pytest
from flask import Request, Response
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.test import TestResponse as Answer

from tools.local.mailbox.application import Mailbox
from tools.local.mailbox.mails import Mails

LETTER = {
    "from": "Us <us@hypertroq.example>",
    "to": ["ann@example.com"],
    "subject": "Hello & welcome",
    "text": 'Hi <Ann>\nhttps://app.example/?a=1&b="2"',
    "html": '<p onclick="x">Hi</p>',
    "tags": [{"name": "kind", "value": "receipt"}],
}
KEY = {"Authorization": "Bearer any", "User-Agent": "test"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mailbox.json"


@pytest.fixture
def mailbox(file: Path) -> Client:
    return Client(Mailbox(Mails(file)), Response)


def send(mailbox: Client, letter: object = LETTER, key: str | None = None) -> Answer:
    more = {} if key is None else {"Idempotency-Key": key}
    return mailbox.post("/emails", json=letter, headers={**KEY, **more})


def test_a_mail_is_taken_and_shown(mailbox: Client) -> None:
    answer = send(mailbox)
    assert answer.status_code == 200
    mail_id = answer.get_json()["id"]
    (mail,) = mailbox.get("/mails?to=ann@example.com").get_json()
    assert (mail["id"], mail["subject"], mail["tags"]) == (
        mail_id,
        "Hello & welcome",
        {"kind": "receipt"},
    )
    assert mailbox.get("/mails?to=bob@example.com").get_json() == []
    assert "Hello &amp; welcome" in mailbox.get("/").text
    page = mailbox.get(f"/mails/{mail_id}")
    assert "Hi &lt;Ann&gt;" in page.text
    assert 'href="https://app.example/?a=1&amp;b=&quot;2&quot;"' in page.text
    # What the mail brings along is shown in a frame in which nothing runs.
    assert 'sandbox="allow-popups"' in page.text
    assert '<p onclick="x">' not in page.text
    retrieved = mailbox.get(f"/emails/{mail_id}", headers=KEY).get_json()
    assert (retrieved["object"], retrieved["to"]) == ("email", ["ann@example.com"])


def test_one_key_makes_one_mail(mailbox: Client) -> None:
    first, second = (send(mailbox, key="receipt-1").get_json() for _ in range(2))
    assert first == second
    other = send(mailbox, {**LETTER, "subject": "Other"}, key="receipt-1")
    assert (other.status_code, other.get_json()["name"]) == (409, "invalid_idempotent_request")
    assert send(mailbox, key="receipt-2").get_json() != first
    assert len(mailbox.get("/mails").get_json()) == 2


@pytest.mark.parametrize(
    ("change", "status", "name"),
    [
        ({"to": []}, 422, "missing_required_field"),
        ({"subject": ""}, 422, "missing_required_field"),
        ({"text": "", "html": ""}, 422, "missing_required_field"),
        ({"to": ["ann"]}, 422, "validation_error"),
        ({"to": ["a@example.com"] * 51}, 422, "validation_error"),
        ({"from": "us"}, 422, "invalid_from_address"),
    ],
)
def test_what_the_provider_refuses_is_refused(
    mailbox: Client, change: dict[str, object], status: int, name: str
) -> None:
    answer = send(mailbox, {**LETTER, **change})
    assert (answer.status_code, answer.get_json()["name"]) == (status, name)
    assert answer.get_json()["statusCode"] == status
    assert mailbox.get("/mails").get_json() == []


def test_nobody_is_let_in_without_a_key_a_name_and_a_good_idempotency_key(mailbox: Client) -> None:
    without_key = mailbox.post("/emails", json=LETTER, headers={"User-Agent": "test"})
    assert (without_key.status_code, without_key.get_json()["name"]) == (401, "missing_api_key")
    nameless = mailbox.post("/emails", json=LETTER, headers={**KEY, "User-Agent": ""})
    assert nameless.status_code == 403
    assert send(mailbox, key="k" * 257).get_json()["name"] == "invalid_idempotency_key"
    assert mailbox.post("/emails", data="{", headers=KEY).status_code == 400
    assert mailbox.get("/emails/none", headers=KEY).status_code == 404
    assert mailbox.get("/domains", headers=KEY).status_code == 404


def test_it_fails_as_often_as_asked(mailbox: Client) -> None:
    mailbox.post("/_control", json={"times": 2, "status": 429})
    answers = [send(mailbox, key="a") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].get_json()["name"] == "rate_limit_exceeded"
    assert answers[0].headers["retry-after"] == "1"
    # An answer that is lost on the way: the mail is there all the same.
    mailbox.post("/_control", json={"times": 1, "status": 500, "takes": True})
    assert [send(mailbox, key="b").status_code for _ in range(2)] == [500, 200]
    assert len(mailbox.get("/mails").get_json()) == 2


def test_mails_outlive_the_process_in_a_file_only_the_owner_reads(
    mailbox: Client, file: Path
) -> None:
    first = send(mailbox, key="a").get_json()
    assert S_IMODE(file.stat().st_mode) == 0o600
    again = Client(Mailbox(Mails(file)), Response)
    assert send(again, key="a").get_json() == first
    again.delete("/mails")
    assert Client(Mailbox(Mails(file)), Response).get("/mails").get_json() == []


def test_what_comes_back_is_told_to_the_webhook_as_svix_would(
    mailbox: Client, told: tuple[str, list[Request]]
) -> None:
    url, heard = told
    mail_id = send(mailbox).get_json()["id"]
    assert mailbox.post(f"/mails/{mail_id}/bounced").status_code == 404
    secret = f"whsec_{base64.b64encode(b'k' * 24).decode()}"
    mailbox.post("/_control/webhook", json={"url": url, "secret": secret})
    assert mailbox.post(f"/mails/{mail_id}/bounced").get_json() == {"status": 200}
    assert mailbox.post(f"/mails/{mail_id}/complained").get_json() == {"status": 200}
    assert mailbox.post(f"/mails/{mail_id}/lost").status_code == 404
    bounced, complained = heard
    assert bounced.json["type"] == "email.bounced"
    assert bounced.json["data"]["to"] == ["ann@example.com"]
    assert bounced.json["data"]["bounce"]["type"] == "Permanent"
    assert complained.json["type"] == "email.complained"
    name, sent_at = bounced.headers["svix-id"], bounced.headers["svix-timestamp"]
    signed = f"{name}.{sent_at}.".encode() + bounced.get_data()
    digest = base64.b64encode(hmac.new(b"k" * 24, signed, hashlib.sha256).digest()).decode()
    assert bounced.headers["svix-signature"] == f"v1,{digest}"


@pytest.fixture
def told() -> Iterator[tuple[str, list[Request]]]:
    """Where a webhook may be, and what it heard."""
    heard: list[Request] = []

    def listen(environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.get_data()
        heard.append(request)
        return Response("{}")(environ, start_response)

    server = make_server("127.0.0.1", 0, listen, threaded=True)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    serving.join()
    server.server_close()
