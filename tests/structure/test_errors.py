"""Every refusal has a status and a code of its own."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from shared.domain.errors import Refusal
from shared.web.errors import STATUS
from tests.structure.test_walls import modules

# What clients may rely on. More may come; these stay.
FIXED = {
    "MALFORMED_REQUEST": 400,
    "UNAUTHENTICATED": 401,
    "INVALID_CREDENTIALS": 401,
    "REAUTHENTICATION_REQUIRED": 401,
    "FORBIDDEN": 403,
    "SUBSCRIPTION_REQUIRED": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "CONFLICT": 409,
    "EMAIL_TAKEN": 409,
    "REQUEST_IN_PROGRESS": 409,
    "PRECONDITION_FAILED": 412,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "VALIDATION_ERROR": 422,
    "IDEMPOTENCY_KEY_REUSED": 422,
    "PRECONDITION_REQUIRED": 428,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
}


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from refusals(one)


@pytest.fixture(scope="module", autouse=True)
def _everything_is_loaded() -> None:
    for file in modules("functions", "shared"):
        import_module(".".join(file.with_suffix("").parts))


def test_every_refusal_has_a_status() -> None:
    assert [kind.__name__ for kind in refusals() if kind not in STATUS] == []


def test_every_refusal_has_a_code_of_its_own_and_words() -> None:
    codes = [kind.code for kind in refusals()]
    assert sorted(set(codes)) == sorted(codes)
    assert all(kind.default_message.endswith(".") for kind in refusals())


def test_the_codes_clients_rely_on_keep_their_status() -> None:
    statuses = {kind.code: status for kind, status in STATUS.items()}
    assert {code: statuses.get(code) for code in FIXED} == FIXED


def test_what_says_when_to_come_back_is_a_limit_an_outage_or_a_running_request() -> None:
    waiting = {STATUS[kind] for kind in refusals() if hasattr(kind, "retry_after_seconds")}
    assert 503 in waiting
    assert waiting <= {409, 429, 503}
