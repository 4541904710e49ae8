"""Devices over a bad network to servers that are killed: nothing is lost, nothing is doubled."""

import http.client
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shared.store.database import Database
from tests.logged import event, set_done, started
from tests.lossy import Lossy, lossy
from tests.people import People, Person
from tests.training import Log
from tools.local.processes import Child, free_port, start, stop, wait_until_answers
from tools.manifest import ROOT

# The function as it is deployed, but for the signatures of tokens.
SERVER = """
import functions_framework

from functions.sync import main
from shared.once import once
from shared.store.database import live_database
from tests.people import People

gate = once(lambda: People(live_database()).gate())
endpoint = main.endpoint.bound(gate, main.live_deps)


@functions_framework.http
def sync(request):
    return endpoint.answer(request)
"""


@pytest.fixture
def serve(tmp_path: Path, project: str) -> Iterator[Callable[[int], Child]]:
    """Starts a process of the function on a port."""
    (tmp_path / "main.py").write_text(SERVER)
    children: list[Child] = []

    def begin(port: int) -> Child:
        command: list[str | Path] = [
            sys.executable, "-m", "functions_framework", "--target", "sync",
            "--source", tmp_path / "main.py", "--host", "127.0.0.1", "--port", str(port),
        ]  # fmt: skip
        settings = {"GOOGLE_CLOUD_PROJECT": project, "PYTHONPATH": str(ROOT)}
        settings |= {"CORS_ORIGINS": "", "TRUSTED_PROXY_HOPS": "0", "LIMITS": "local"}
        logs = tmp_path / f"logs-{len(children)}"
        child = start("sync", command, logs, env={**os.environ, **settings})
        children.append(child)
        return child

    yield begin
    stop([child for child in children if not child.ended])


class Device:
    """Sends what the ack does not cover, again and again, in parts of any size and order."""

    def __init__(self, name: str, events: Sequence[dict[str, Any]]) -> None:
        self.name, self.acked, self.sends = name, 0, 0
        self.events = [one | {"event_id": f"{name}-{one['sequence_number']}"} for one in events]
        self._chance = Random(name)

    def tell_all(self, address: str, token: str, until: float) -> None:
        while self.acked < len(self.events):
            assert time.monotonic() < until, "it never came to an end"
            waiting = self.events[self.acked :]
            part = self._chance.sample(waiting, min(len(waiting), self._chance.randint(1, 9)))
            self.sends += 1
            answer = self._send(address, token, part)
            if answer is not None:
                self.acked = answer["ack"]["last_contiguous_sequence"]

    def _send(self, address: str, token: str, events: Sequence[object]) -> Any:
        body = json.dumps({"device_id": self.name, "events": events})
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("POST", "/api/v1/sync/events", body, headers)
            answer = connection.getresponse()
            read = json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            return None
        finally:
            connection.close()
        assert answer.status in (200, 503), read
        return read["data"] if answer.status == 200 else None


def told_by(name: str) -> list[dict[str, Any]]:
    """One workout on three devices: each did sets and corrected every second one."""
    events = [started(1)]
    for number in range(2, 41, 2):
        events.append(set_done(number, f"{name}-{number}"))
        correction: dict[str, Any] = {
            "workout_id": "w",
            "set_id": f"{name}-{number}",
            "changes": {"reps": number},
        }
        events.append(event(number + 1, "SET_CORRECTED", **correction))
    return events


@contextmanager
def telling(devices: Sequence[Device], way: Lossy, person: Person) -> Iterator[None]:
    until = time.monotonic() + 60
    faults: list[BaseException] = []

    def tell(device: Device) -> None:
        try:
            device.tell_all(way.address, person.token, until)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=tell, args=(device,)) for device in devices]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
    assert faults == []


def test_nothing_is_lost_or_doubled_when_answers_get_lost_and_servers_are_killed(
    serve: Callable[[int], Child], people: People, database: Database
) -> None:
    person = people.free()
    ports = free_port(), free_port()
    first, second = [serve(port) for port in ports]
    for child, port in zip((first, second), ports, strict=True):
        wait_until_answers(child, f"tcp://127.0.0.1:{port}")
    devices = [Device(name, told_by(name)) for name in ("phone", "watch", "tablet")]
    with lossy(*ports) as way, telling(devices, way, person):
        _until(lambda: sum(device.acked for device in devices) > 10)
        os.killpg(first.process.pid, signal.SIGKILL)
        first.process.wait()
        _until(lambda: sum(device.acked for device in devices) > 50)
        serve(ports[0])
    log = Log(database, person.user_id)
    stored = log.gate.events_after(person.user_id, 0, 1000)
    due = {one["event_id"] for device in devices for one in device.events}
    assert sorted(one.event.id for one in stored) == sorted(due)
    assert [one.order for one in stored] == list(range(1, len(due) + 1))
    workout = log.workouts.find(person.user_id, "w")
    assert workout.set_count == 60
    sets = [done for execution in workout.executions for done in execution.sets]
    assert all(done.reps == int(done.set_id.split("-")[1]) for done in sets)
    log.expect_replayable()
    # The way did lose something, and devices did repeat themselves.
    assert way.lost > 10


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
