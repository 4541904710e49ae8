"""What nobody expected reaches Sentry where there is one, with nothing that anybody sent."""

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared import reports
from shared.domain.errors import Conflict, Unavailable
from shared.domain.limits import PROFILES
from shared.events.inbox import Delivery, Inbox, Reception
from shared.events.job import Counts, Job, Order
from shared.events.message import Message
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access, Gate
from shared.web.throttle import throttles
from shared.web.wire import Wire
from tests.sentry import TakingSentry, taking
from tests.wire import Client

SECRET = "ann@example.org"


class Letter(Wire):
    words: str


class Rung(Message):
    bell: str


class Round(Order):
    floor: str


World = dict[str, Exception]
GATE = Gate(throttles(PROFILES["local"]), 0, ())
bells: Endpoint[World] = Endpoint("bells", "/api/v1/bells", lambda: GATE, dict)


@bells.post("", access=Access.OPEN, status=200)
def ring(call: Call[World], body: Letter) -> None:
    _break(call.deps, body.words)


def _break(world: World, sent: str) -> None:
    kept = [sent]
    try:
        raise LookupError(f"nobody is {kept}")
    except LookupError as before:
        raise world.get("error") or ValueError(f"{sent} is no bell") from before


@pytest.fixture
def sentry(monkeypatch: pytest.MonkeyPatch) -> Iterator[TakingSentry]:
    with taking() as started:
        monkeypatch.setenv("SENTRY_DSN", started.dsn)
        monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "hypertroq-dev")
        monkeypatch.setenv("FUNCTION_TARGET", "bells")
        monkeypatch.setenv("K_REVISION", "bells-00042-abc")
        yield started


def client(error: Exception | None = None) -> Client:
    world = {"error": error} if error else {}
    return Client(bells.bound(lambda: GATE, lambda: world).answer)


def inbox(error: Exception | None = None) -> Client:
    def handle(delivery: Delivery[World], message: Rung) -> None:
        _break(delivery.deps, message.bell)

    def keep(*_: object) -> None:
        raise AssertionError("nothing is parked")

    world = {"error": error} if error else {}
    reception = Reception(lambda _: None, keep)
    return Client(Inbox("bells", Rung, handle, lambda: world, lambda: reception).answer)


def job(error: Exception | None = None) -> Client:
    def go(deps: World, order: Round) -> Counts:
        _break(deps, order.floor)
        return {}

    world = {"error": error} if error else {}
    return Client(Job("bells", Round, go, lambda: world, lambda: lambda _: None).answer)


def rung(caller: Client) -> tuple[int, Any]:
    answer = caller.post(
        "/api/v1/bells",
        {"words": SECRET},
        Authorization=f"Bearer {SECRET}",
        User_Agent=SECRET,
        X_Request_Id="r-1",
    )
    return answer.status, answer.json


PUSHED = {
    "message": {
        "data": base64.b64encode(json.dumps({"bell": SECRET}).encode()).decode(),
        "messageId": "m-1",
    },
    "subscription": "projects/p/subscriptions/s",
}


def test_an_error_nobody_expected_is_reported_once_with_where_and_without_what_was_sent(
    sentry: TakingSentry,
) -> None:
    assert rung(client())[0] == 500
    assert sentry.taken(1) == 1
    (event,) = sentry.events
    assert event["tags"] == {"function": "bells", "request_id": "r-1"}
    assert (event["release"], event["environment"]) == ("bells-00042-abc", "hypertroq-dev")
    told = event["exception"]["values"]
    assert [one["type"] for one in told] == ["LookupError", "ValueError"]
    assert {one["value"] for one in told} == {"What it says is in the log."}
    frames = [frame for one in told for frame in one["stacktrace"]["frames"]]
    assert {"ring", "_break"} <= {frame["function"] for frame in frames}
    assert not [frame for frame in frames if "vars" in frame]
    assert not event.keys() & {"request", "user", "breadcrumbs", "extra", "modules"}
    assert SECRET.encode() not in sentry.raw[0]


@pytest.mark.parametrize(
    ("caller", "body", "known"),
    [(inbox, PUSHED, {"message_id": "m-1"}), (job, {"floor": SECRET}, {})],
)
def test_events_and_jobs_report_alike(
    sentry: TakingSentry, caller: Any, body: Any, known: dict[str, str]
) -> None:
    assert caller().post("/", body).status == 500
    assert sentry.taken(1) == 1
    (event,) = sentry.events
    assert event["tags"] == {"function": "bells", **known}
    assert SECRET.encode() not in sentry.raw[0]


def test_what_is_refused_and_what_is_down_is_not_reported(sentry: TakingSentry) -> None:
    assert rung(client(Conflict("It rings.")))[0] == 409
    assert rung(client(Unavailable("firestore")))[0] == 503
    assert client().post("/api/v1/bells", {}).status == 422
    assert client().get("/api/v1/bells/nowhere").status == 404
    assert inbox(Unavailable("firestore")).post("/", PUSHED).status == 503
    assert job(Unavailable("firestore")).post("/", {"floor": "1"}).status == 503
    assert job().post("/", {"flour": "1"}).status == 400
    assert sentry.raw == []


def test_a_sentry_that_hangs_costs_a_second_at_most_however_many_ask(
    sentry: TakingSentry, capsys: pytest.CaptureFixture[str]
) -> None:
    sentry.goes_on.clear()
    began = time.perf_counter()
    # In turns they would wait for six seconds.
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: rung(client()), range(6)))
    assert reports.PATIENCE_SECONDS <= time.perf_counter() - began < 4
    assert {status for status, _ in answers} == {500}
    assert {said["error"]["code"] for _, said in answers} == {"INTERNAL_ERROR"}
    assert capsys.readouterr().out.count('"Sentry takes long"') == 6


def test_a_defect_that_everybody_meets_is_reported_so_many_times_a_minute(
    sentry: TakingSentry,
) -> None:
    caller = client()
    assert {rung(caller)[0] for _ in range(reports.MOST_A_MINUTE + 3)} == {500}
    assert sentry.taken(reports.MOST_A_MINUTE) == reports.MOST_A_MINUTE


def untold(capsys: pytest.CaptureFixture[str]) -> Any:
    """Why Sentry was not told, as the log has it, for which a busy machine may take its time."""
    lines: list[Any] = []
    until = time.monotonic() + 10
    while not lines and time.monotonic() < until:
        logged = map(json.loads, capsys.readouterr().out.splitlines())
        lines = [one for one in logged if one["message"] == "Sentry was not told"]
    (line,) = lines
    assert line["severity"] == "WARNING"
    return line["reason"]


@pytest.mark.parametrize("status", [403, 500])
def test_a_report_that_is_not_taken_is_told_in_the_log(
    sentry: TakingSentry, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    sentry.status = status
    assert rung(client())[0] == 500
    assert sentry.taken(1) == 1
    assert untold(capsys) == f"status_{status}"


def test_no_sentry_at_the_address_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTRY_DSN", "http://key@127.0.0.1:9/7")
    assert rung(client())[0] == 500
    assert untold(capsys) == "network"


def test_reporting_patches_nothing(sentry: TakingSentry) -> None:
    hooks = (sys.excepthook, os.fork, subprocess.Popen.__init__)
    assert rung(client())[0] == 500
    assert sentry.taken(1) == 1
    assert hooks == (sys.excepthook, os.fork, subprocess.Popen.__init__)
    import sentry_sdk

    assert not sentry_sdk.get_client().is_active()
