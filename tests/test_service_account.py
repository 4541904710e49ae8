"""Tokens of the service account: asked for seldom, renewed in time, good through a short outage."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared.service_account import ServiceAccountTokens, token_fetcher


class Server:
    """A metadata server whose tokens are numbered and last an hour."""

    def __init__(self) -> None:
        self.asked, self.is_down, self.now = 0, False, 0.0
        self.tokens = ServiceAccountTokens(self.fetch, lambda: self.now)

    def fetch(self) -> bytes:
        self.asked += 1
        if self.is_down:
            raise ConnectionRefusedError
        return json.dumps({"access_token": f"t{self.asked}", "expires_in": 3600}).encode()


def test_a_token_is_asked_for_once_and_used_for_long() -> None:
    server = Server()
    assert {server.tokens.current() for _ in range(3)} == {"t1"}
    server.now = 3600 - 226
    assert server.tokens.current() == "t1"
    assert server.asked == 1


def test_a_token_is_renewed_before_it_ends() -> None:
    server = Server()
    server.tokens.current()
    server.now = 3600 - 224
    assert server.tokens.current() == "t2"


def test_a_token_serves_to_its_end_when_it_cannot_be_renewed() -> None:
    server = Server()
    server.tokens.current()
    server.is_down = True
    server.now = 3599
    assert server.tokens.current() == "t1"
    server.now = 3600
    with pytest.raises(ConnectionRefusedError):
        server.tokens.current()


def test_the_server_is_asked_for_the_function_s_own_account() -> None:
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers["Metadata-Flavor"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert token_fetcher(f"127.0.0.1:{server.server_port}")() == b"{}"
        thread.join()
    path = "/computeMetadata/v1/instance/service-accounts/default/token"
    assert seen == [(path, "Google")]
