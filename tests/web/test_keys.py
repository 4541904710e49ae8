import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from functions.auth.keys import SigningKey
from shared.domain.errors import Unavailable
from shared.web.keys import PublishedKeys, fetcher
from tests.signing import LONG_AGO


class Publisher:
    """What `auth` publishes, how often it was asked, and whether it answers."""

    def __init__(self) -> None:
        self.keys = [SigningKey(1, LONG_AGO, Ed25519PrivateKey.generate())]
        self.asked = 0
        self.down = False
        self.now = 0.0

    def add(self) -> SigningKey:
        key = SigningKey(len(self.keys) + 1, LONG_AGO, Ed25519PrivateKey.generate())
        self.keys.append(key)
        return key

    def fetch(self) -> bytes:
        self.asked += 1
        if self.down:
            raise OSError("connection refused")
        return json.dumps({"keys": [key.as_jwk() for key in self.keys]}).encode()


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def keys(publisher: Publisher) -> PublishedKeys:
    return PublishedKeys(publisher.fetch, lambda: publisher.now)


def test_keys_are_fetched_once_in_five_minutes(keys: PublishedKeys, publisher: Publisher) -> None:
    key = publisher.keys[0]
    for publisher.now in (0, 100, 299.9):
        found = keys.find(key.id)
        assert found is not None
        assert found.public_bytes_raw() == key.public.public_bytes_raw()
    assert publisher.asked == 1
    publisher.now = 300
    keys.find(key.id)
    assert publisher.asked == 2


def test_a_new_key_is_found_at_once(keys: PublishedKeys, publisher: Publisher) -> None:
    keys.find(publisher.keys[0].id)
    publisher.now = 5
    assert keys.find(publisher.add().id) is not None
    assert publisher.asked == 2


def test_unknown_keys_are_asked_for_once_in_five_seconds(
    keys: PublishedKeys, publisher: Publisher
) -> None:
    for publisher.now in (0, 1, 4.9):
        assert keys.find("made up") is None
    assert publisher.asked == 1
    publisher.now = 5
    assert keys.find("made up") is None
    assert publisher.asked == 2


def test_a_withdrawn_key_is_forgotten_within_five_minutes(
    keys: PublishedKeys, publisher: Publisher
) -> None:
    withdrawn = publisher.keys[0]
    keys.find(withdrawn.id)
    publisher.add()
    publisher.keys.remove(withdrawn)
    publisher.now = 300
    assert keys.find(withdrawn.id) is None


def test_known_keys_serve_an_hour_of_outage(keys: PublishedKeys, publisher: Publisher) -> None:
    key = publisher.keys[0]
    keys.find(key.id)
    publisher.down = True
    for publisher.now in (300, 1800, 3600):
        assert keys.find(key.id) is not None
    publisher.now = 3600.1
    with pytest.raises(Unavailable):
        keys.find(key.id)


def test_in_an_outage_an_unknown_key_may_be_a_new_one(
    keys: PublishedKeys, publisher: Publisher
) -> None:
    keys.find(publisher.keys[0].id)
    publisher.down, publisher.now = True, 10
    with pytest.raises(Unavailable):
        keys.find(publisher.add().id)


def test_without_any_keys_it_is_an_outage_that_ends_within_seconds(
    keys: PublishedKeys, publisher: Publisher
) -> None:
    publisher.down = True
    for publisher.now in (0, 1, 2):
        with pytest.raises(Unavailable):
            keys.find(publisher.keys[0].id)
    assert publisher.asked == 1
    publisher.down, publisher.now = False, 3
    assert keys.find(publisher.keys[0].id) is not None


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}']
)
def test_an_answer_without_keys_is_no_answer(answer: bytes) -> None:
    with pytest.raises(Unavailable):
        PublishedKeys(lambda: answer).find("k")


def test_whoever_knows_the_key_does_not_wait_for_a_fetch(publisher: Publisher) -> None:
    release, waiting = threading.Event(), threading.Event()
    hold = False

    def slow() -> bytes:
        if hold:
            waiting.set()
            release.wait(5)
        return publisher.fetch()

    keys = PublishedKeys(slow, lambda: publisher.now)
    key = publisher.keys[0]
    keys.find(key.id)
    hold, publisher.now = True, 301
    thread = threading.Thread(target=keys.find, args=(key.id,))
    thread.start()
    assert waiting.wait(5)
    assert keys.find(key.id) is not None
    release.set()
    thread.join(5)


@contextmanager
def served(body: bytes) -> Iterator[tuple[str, list[str | None]]]:
    asked: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Cache-Control"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/jwks", asked
        finally:
            server.shutdown()
            thread.join(5)


def test_keys_come_over_http(publisher: Publisher) -> None:
    with served(publisher.fetch()) as (url, asked):
        assert PublishedKeys(fetcher(url)).find(publisher.keys[0].id) is not None
    assert asked == ["no-cache"]
