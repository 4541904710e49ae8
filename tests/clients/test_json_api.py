"""Calling a JSON:API: what is tried again, what is waited for, what is an outage."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from shared.clients.json_api import BRIEF, HURRIED, UNHURRIED, Declined, JsonApi, Patience
from shared.domain.errors import Unavailable
from tests.clients.serving import Service, Told, serving
from tools.local.processes import free_port

FINE = Told(content={"data": []})
BUSY = Told(status=429, headers={"Retry-After": "1"})
BROKEN = Told(status=502, raw=b"<html>")


@dataclass
class Time:
    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(scope="module")
def server() -> Iterator[Service]:
    with serving() as service:
        yield service


@pytest.fixture
def service(server: Service) -> Service:
    server.calls.clear()
    server.answers.clear()
    return server


@pytest.fixture
def calling(service: Service, time: Time) -> Callable[..., JsonApi]:
    def api(patience: Patience = HURRIED, url: str = "", key: str = "key-1") -> JsonApi:
        return JsonApi(url or service.url, lambda: key, patience, lambda: time.now, time.sleep)

    return api


def test_a_call_is_signed_and_speaks_json_api(
    service: Service, calling: Callable[..., JsonApi]
) -> None:
    service.will(FINE)
    assert calling().get("/things", {"filter[store_id]": 5}) == {"data": []}
    (call,) = service.calls
    assert (call.path, call.query) == ("/v1/things", {"filter[store_id]": "5"})
    assert call.headers["Authorization"] == "Bearer key-1"
    assert call.headers["Accept"] == call.headers["Content-Type"] == "application/vnd.api+json"


def test_what_is_not_there_is_none(service: Service, calling: Callable[..., JsonApi]) -> None:
    service.will(Told(status=404, content={"errors": [{"status": "404"}]}))
    assert calling().get("/things/1") is None


@pytest.mark.parametrize("fault", [BROKEN, Told(hangs_up=True), Told(status=500, content={})])
def test_a_question_is_asked_again_after_an_outage_but_not_for_ever(
    service: Service, calling: Callable[..., JsonApi], time: Time, fault: Told
) -> None:
    service.will(fault, fault, FINE)
    assert calling().get("/things") == {"data": []}
    assert len(service.calls) == 3
    service.answers.clear()
    service.will(fault)
    with pytest.raises(Unavailable):
        calling().get("/things")
    assert len(service.calls) == 6
    assert sum(time.slept) <= 2.0


@pytest.mark.parametrize("fault", [BROKEN, Told(hangs_up=True)])
def test_what_may_have_been_done_is_not_done_again(
    service: Service, calling: Callable[..., JsonApi], fault: Told
) -> None:
    service.will(fault, FINE)
    with pytest.raises(Unavailable):
        calling().post("/things", {})
    assert len(service.calls) == 1


def test_what_never_left_is_sent_again(calling: Callable[..., JsonApi], time: Time) -> None:
    nobody = calling(url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(Unavailable):
        nobody.post("/things", {})
    assert len(time.slept) == 2


def test_who_is_told_to_wait_waits_and_is_served(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    service.will(BUSY, FINE)
    assert calling().post("/things", {}) == {"data": []}
    assert time.slept == [1.0]


def test_who_has_no_time_to_wait_says_when_to_come_back(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    service.will(Told(status=429, headers={"Retry-After": "7"}))
    with pytest.raises(Unavailable) as outage:
        calling().get("/things")
    assert outage.value.retry_after_seconds == 7
    assert (len(service.calls), time.slept) == (1, [])


def test_who_has_time_waits_as_long_as_it_takes(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    wait = Told(status=429, headers={"Retry-After": "20"})
    service.will(wait, wait, wait, wait, FINE)
    calling(UNHURRIED).get("/things")
    assert time.now >= 80
    service.answers.clear()
    service.will(wait)
    with pytest.raises(Unavailable):
        calling(UNHURRIED).get("/things")


def test_a_job_stays_well_under_three_hundred_calls_a_minute(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    service.will(FINE)
    api = calling(UNHURRIED)
    while time.now < 5:
        api.get("/things")
    assert 17 <= len(service.calls) <= 22


def test_a_job_leaves_the_last_calls_of_a_minute_to_those_in_a_hurry(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    service.will(Told(content={}, headers={"X-Ratelimit-Remaining": "12"}))
    api = calling(UNHURRIED)
    for _ in range(3):
        api.get("/things")
    assert time.now >= 4


def test_who_only_looks_in_passing_asks_once(
    service: Service, calling: Callable[..., JsonApi], time: Time
) -> None:
    service.will(BROKEN)
    with pytest.raises(Unavailable):
        calling(BRIEF).get("/things")
    assert (len(service.calls), time.slept) == (1, [])


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_no_good_is_an_outage_and_an_error_in_the_log(
    service: Service,
    calling: Callable[..., JsonApi],
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    service.will(Told(status=status, content={"errors": []}))
    with pytest.raises(Unavailable):
        calling(key="secret-key").get("/things")
    logged = capsys.readouterr().out
    assert json.loads(logged)["severity"] == "ERROR"
    assert "secret-key" not in logged


def test_what_is_refused_names_the_places(
    service: Service, calling: Callable[..., JsonApi]
) -> None:
    errors = [{"source": {"pointer": "/data/attributes/url"}, "detail": "anna@example.com"}]
    service.will(Told(status=422, content={"errors": errors}))
    with pytest.raises(Declined) as declined:
        calling().post("/things", {})
    assert declined.value.places == ("/data/attributes/url",)
    assert str(declined.value) == "422 at /data/attributes/url"


@pytest.mark.parametrize("raw", [b"<html>", b"", b"[" * 100_000])
def test_what_is_no_json_is_an_outage(
    service: Service, calling: Callable[..., JsonApi], raw: bytes
) -> None:
    service.will(Told(raw=raw))
    with pytest.raises(Unavailable):
        calling().get("/things")


def test_an_outage_tells_the_log_nothing_of_what_was_asked(
    service: Service, calling: Callable[..., JsonApi], capsys: pytest.CaptureFixture[str]
) -> None:
    service.will(Told(hangs_up=True))
    with pytest.raises(Unavailable) as outage:
        calling().get("/things", {"filter[user_email]": "anna@example.com"})
    chained = (outage.value.__cause__, outage.value.__context__)
    assert "anna" not in capsys.readouterr().out + str(chained)


@pytest.mark.parametrize("url", ["http://api.example/v1", "ftp://x", "", "http://127.0.0.1.evil/"])
def test_the_key_is_sent_over_https_alone(calling: Callable[..., JsonApi], url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        JsonApi(url, lambda: "key", HURRIED)


def test_a_redirection_is_not_followed(service: Service, calling: Callable[..., JsonApi]) -> None:
    service.will(Told(status=302, content={}, headers={"Location": "http://127.0.0.1:1/"}))
    with pytest.raises(Unavailable):
        calling().get("/things")
    assert len(service.calls) == 1
