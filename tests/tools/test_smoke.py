"""The smoke test: it says of each function that does not serve what it answers, by its name."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools.local.testing import Stack
from tools.manifest import read_all
from tools.smoke.__main__ import addresses_of, main
from tools.smoke.asking import faults, until_well
from tools.smoke.asks import ask_of, contract

MANIFESTS = read_all()
PEOPLE = [name for name, one in MANIFESTS.items() if one.kind == "http"]


def test_a_stack_that_serves_is_found_well(stack: Stack) -> None:
    assert faults(dict.fromkeys(PEOPLE, stack.base_url), MANIFESTS) == []
    assert main([f"{stack.base_url}/", "--patience=0"]) == 0


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_function_is_asked_something_that_changes_nothing(name: str) -> None:
    ask = ask_of(MANIFESTS[name], contract())
    assert ask.function == name
    assert ask.expects in (401, 400, 204) or (ask.method, ask.expects) == ("GET", 200)


class Broken(BaseHTTPRequestHandler):
    """Answers everybody with the same."""

    status, body = 200, b"{}"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def broken() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Broken) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_answers_wrongly_is_named_with_what_it_answers(
    stack: Stack, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A closed route that lets strangers in, a function that is somewhere else."""
    addresses = {**dict.fromkeys(PEOPLE, stack.base_url), "users": broken, "sync": broken}
    del addresses["volume"]
    assert faults(addresses, MANIFESTS) == [
        "sync: GET /api/v1/sync/events is answered 200, not 401",
        "users: GET /api/v1/users/me is answered 200, not 401",
        "volume: nobody knows where it is",
    ]
    assert main([broken, "--patience=0"]) == 1
    assert "health: /api/v1/openapi.json is of another edition" in capsys.readouterr().err


def test_where_nobody_answers_is_said() -> None:
    found = faults(dict.fromkeys(PEOPLE, "http://127.0.0.1:9"), MANIFESTS)
    assert len([one for one in found if "Connection refused" in one]) == len(PEOPLE) + 1


def test_what_comes_late_is_waited_for() -> None:
    answers = iter([["not yet"], ["not yet"], []])
    assert until_well(lambda: next(answers), 60, pause_seconds=0) == []
    assert until_well(lambda: ["never"], 0) == ["never"]


def test_addresses_come_from_what_terraform_says() -> None:
    told = json.loads('{"api": {"value": {"auth": "https://auth.example/"}}}')
    assert addresses_of(told) == {"auth": "https://auth.example"}
