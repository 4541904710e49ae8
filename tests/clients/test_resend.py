"""Handing letters over to the mail provider, through its stand-in and through worse."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from flask import Request, Response
from werkzeug.serving import make_server

from shared.clients.resend import Letter, NotAccepted, Rejected, Resend
from shared.domain.errors import Unavailable
from tests.mailroom import Mailroom, mailroom
from tools.local.processes import free_port

LETTER = Letter("ann@example.com", "Hello", "Hi Ann", "<p>Hi Ann</p>", "receipt")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Mailroom]:
    with mailroom(tmp_path / "mailbox.json") as room:
        yield room


def test_a_letter_is_handed_over_as_it_is(room: Mailroom) -> None:
    provider_id = room.client().send(LETTER, "receipt-1")
    (mail,) = room.mails()
    assert mail["id"] == provider_id
    assert (mail["sender"], mail["to"]) == ("Us <us@hypertroq.example>", ["ann@example.com"])
    assert (mail["subject"], mail["text"]) == ("Hello", "Hi Ann")
    assert (mail["html"], mail["tags"]) == ("<p>Hi Ann</p>", {"kind": "receipt"})
    assert mail["key"] == "receipt-1"


def test_one_key_is_one_letter_whatever_it_says_by_now(room: Mailroom) -> None:
    client = room.client()
    first = client.send(LETTER, "receipt-1")
    assert client.send(LETTER, "receipt-1") == first
    assert client.send(replace(LETTER, subject="Hello again"), "receipt-1") == ""
    assert len(room.mails()) == 1


@pytest.mark.parametrize("status", [401, 403, 429])
def test_what_was_not_taken_may_be_sent_again(room: Mailroom, status: int) -> None:
    room.fails(status=status)
    with pytest.raises(NotAccepted):
        room.client().send(LETTER, "receipt-1")
    assert room.client().send(LETTER, "receipt-1")


@pytest.mark.parametrize("status", [408, 409, 500, 502, 301])
def test_what_may_have_been_taken_is_told_apart(room: Mailroom, status: int) -> None:
    room.fails(status=status)
    with pytest.raises(Unavailable) as raised:
        room.client().send(LETTER, "receipt-1")
    assert type(raised.value) is Unavailable


def test_what_will_never_be_taken_says_why_in_the_providers_word(room: Mailroom) -> None:
    with pytest.raises(Rejected, match=r"^validation_error$"):
        room.client().send(replace(LETTER, to="nobody"), "receipt-1")


def test_a_key_that_cannot_be_read_sends_nothing(room: Mailroom) -> None:
    def no_key() -> str:
        raise Unavailable

    with pytest.raises(NotAccepted):
        Resend(room.url, "us@hypertroq.example", no_key).send(LETTER, "receipt-1")
    assert room.mails() == []


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """A server that answers every request so."""
    app = Request.application(lambda _: Response(body, status, headers))
    server = make_server("127.0.0.1", 0, app)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"name": "to ann@example.com"}', b'{"name": 5}', b"\xff"]
)
def test_words_that_are_none_of_the_providers_are_not_repeated(body: bytes) -> None:
    with answering(422, body) as url, pytest.raises(Rejected, match=r"^(status_422|5)$"):
        Resend(url, "us@hypertroq.example", lambda: "key").send(LETTER, "k")


def test_a_letter_is_not_sent_on_to_where_an_answer_points(room: Mailroom) -> None:
    where = {"Location": f"{room.url}/emails"}
    with answering(307, b"", **where) as url, pytest.raises(Unavailable) as raised:
        Resend(url, "us@hypertroq.example", lambda: "key").send(LETTER, "k")
    # There it would not have been let in.
    assert type(raised.value) is Unavailable


def test_a_letter_that_was_taken_is_taken_even_if_its_id_cannot_be_read() -> None:
    with answering(200, json.dumps(["odd"]).encode()) as url:
        assert Resend(url, "us@hypertroq.example", lambda: "key").send(LETTER, "k") == ""


def test_nobody_answering_is_an_outage() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable):
        Resend(url, "us@hypertroq.example", lambda: "key").send(LETTER, "k")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        client = Resend(
            f"http://127.0.0.1:{mute.getsockname()[1]}", "us@hypertroq.example", lambda: "key", 0.2
        )
        with pytest.raises(Unavailable) as raised:
            client.send(LETTER, "k")
    assert type(raised.value) is Unavailable


def test_the_key_is_sent_over_https_alone() -> None:
    with pytest.raises(ValueError, match="https"):
        Resend("http://api.example.com", "us@hypertroq.example", lambda: "key")
    Resend("https://api.example.com", "us@hypertroq.example", lambda: "key")
