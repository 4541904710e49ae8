"""Two processes serve every function: nothing that must hold stands in the memory of one."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import requests

from tests.races import together
from tools.local.testing import Stack, another_gateway

ROUNDS = 10
SECONDS = 20
PASSWORD = "a long walk to the gym"


@pytest.fixture(scope="module")
def gateways(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with another_gateway(stack, tmp_path_factory.mktemp("another")) as second:
        yield stack.base_url, second


def send(address: str, path: str, body: Any = None, token: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = f"{address}/api/v1{path}"
    return requests.post(url, json=body, headers=headers, timeout=SECONDS)


def raced(gateways: Sequence[str], path: str, body: Any, token: str = "") -> list[Any]:
    """Twice to each, all at once."""
    calls = [partial(send, address, path, body, token) for address in (*gateways, *gateways)]
    answers = together(calls)
    assert all(isinstance(one, requests.Response) for one in answers), answers
    return answers


def registered(address: str) -> Any:
    body = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
    answer = send(address, "/auth/register", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_an_address_is_had_by_one_whoever_registers_it_where(gateways: tuple[str, str]) -> None:
    for _ in range(ROUNDS):
        body = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
        answers = raced(gateways, "/auth/register", body)
        assert Counter(one.status_code for one in answers) == {201: 1, 409: 3}


def test_a_refresh_token_has_one_successor_wherever_it_is_shown(gateways: tuple[str, str]) -> None:
    first, second = gateways
    token = registered(first)["tokens"]["refresh_token"]
    shown = [token]
    for _ in range(ROUNDS):
        answers = raced(gateways, "/auth/refresh", {"refresh_token": shown[-1]})
        successors = {one.json()["data"]["tokens"]["refresh_token"] for one in answers}
        assert len(successors) == 1
        shown.append(successors.pop())
    assert all(one != another for one, another in pairwise(shown))
    # The one before the last but one is nobody's any more: the session ends, everywhere.
    assert send(second, "/auth/refresh", {"refresh_token": shown[0]}).status_code == 401
    assert send(first, "/auth/refresh", {"refresh_token": shown[-1]}).status_code == 401


def test_a_session_that_ended_in_one_process_ends_in_the_other(
    gateways: tuple[str, str],
) -> None:
    first, second = gateways
    tokens = registered(first)["tokens"]
    assert send(second, "/auth/logout", token=tokens["access_token"]).status_code == 204
    body = {"refresh_token": tokens["refresh_token"]}
    assert send(first, "/auth/refresh", body).status_code == 401


def test_wrong_passwords_are_counted_wherever_they_are_tried(gateways: tuple[str, str]) -> None:
    email = registered(gateways[0])["user"]["email"]
    tries = [{"email": email, "password": f"wrong {number}"} for number in range(12)]
    statuses = [
        send(gateways[number % 2], "/auth/login", tried).status_code
        for number, tried in enumerate(tries)
    ]
    assert statuses == [401] * 10 + [429] * 2
