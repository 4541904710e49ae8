"""A function behind a topic, served by the framework, delivered to by the real Pub/Sub emulator."""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
from google.cloud.pubsub_v1.types import RetryPolicy
from google.protobuf.duration_pb2 import Duration
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from shared.store.database import Database
from tools.local.processes import Child, free_port, start, stop, wait_until_answers
from tools.local.testing import StartedEmulators
from tools.manifest import ROOT

# Appends every message it sees to a file, and fails as often as the message asks for.
LAMPS = """
import os
from pathlib import Path

import functions_framework

from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.live_inbox import live_reception

SEEN = Path(os.environ["SEEN"])


class LampLit(Message):
    lamp_id: str
    failures: int


def handle(delivery, message):
    with SEEN.open("a") as file:
        file.write(f"{message.lamp_id} {delivery.message_id}\\n")
    if SEEN.read_text().count(message.lamp_id) <= message.failures:
        raise RuntimeError("not yet")


inbox = Inbox("lamps", LampLit, handle, lambda: None, live_reception)


@functions_framework.http
def lamps(request):
    return inbox.answer(request)
"""


@dataclass
class Topic:
    publisher: PublisherClient
    name: str
    seen: Path

    def publish(self, data: bytes) -> str:
        request = {"topic": self.name, "messages": [{"data": data}]}
        return str(self.publisher.publish(request=request, timeout=5).message_ids[0])

    def arrivals(self, lamp_id: str) -> list[str]:
        """The message ids under which the function saw that lamp, one for each delivery."""
        lines = self.seen.read_text().splitlines() if self.seen.exists() else []
        return [line.split()[1] for line in lines if line.startswith(f"{lamp_id} ")]


@pytest.fixture
def function(tmp_path: Path, project: str, emulators: StartedEmulators) -> Iterator[str]:
    """Where it answers."""
    (tmp_path / "main.py").write_text(LAMPS)
    port = free_port()
    settings = {
        "GOOGLE_CLOUD_PROJECT": project,
        "PUSH_AUTH": "none",
        "PUSH_AUDIENCES": "",
        "PUSH_SERVICE_ACCOUNT": "",
        "PUBSUB_EMULATOR_HOST": emulators.pubsub,
        "PYTHONPATH": str(ROOT),
        "SEEN": str(tmp_path / "seen"),
    }
    command: list[str | Path] = [
        sys.executable, "-m", "functions_framework", "--target", "lamps",
        "--source", tmp_path / "main.py", "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip
    child: Child = start("lamps", command, tmp_path / "logs", env={**os.environ, **settings})
    wait_until_answers(child, f"tcp://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}/"
    stop([child])


@pytest.fixture
def topic(function: str, project: str, emulators: StartedEmulators, tmp_path: Path) -> Topic:
    """A topic that pushes to the function."""
    with_emulator = grpc.insecure_channel(emulators.pubsub)
    publisher = PublisherClient(transport=PublisherGrpcTransport(channel=with_emulator))
    subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=with_emulator))
    name = f"projects/{project}/topics/lamp-lit"
    publisher.create_topic(request={"name": name}, timeout=5)
    second = Duration(seconds=1)
    subscription = {
        "name": f"projects/{project}/subscriptions/lamps",
        "topic": name,
        "push_config": {"push_endpoint": function},
        "retry_policy": RetryPolicy(minimum_backoff=second, maximum_backoff=second),
    }
    subscriber.create_subscription(request=subscription, timeout=5)
    return Topic(publisher, name, tmp_path / "seen")


def lamp(lamp_id: str, failures: int = 0) -> bytes:
    return json.dumps({"lamp_id": lamp_id, "failures": failures}).encode()


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def test_a_message_is_delivered_until_it_is_done_with(topic: Topic, database: Database) -> None:
    good, stubborn = uuid.uuid4().hex, uuid.uuid4().hex
    strange = topic.publish(b'{"lamp_id": 5}')
    done = topic.publish(lamp(good))
    again = topic.publish(lamp(stubborn, failures=2))
    until(lambda: len(topic.arrivals(stubborn)) == 3)
    # One that raised came again under the same id; one that returned did not.
    assert topic.arrivals(stubborn) == [again] * 3
    assert topic.arrivals(good) == [done]
    parked = database.get(("parked", strange))
    assert parked is not None
    assert parked.data["data"] == b'{"lamp_id": 5}'
    assert parked.data["function"] == "lamps"
    assert parked.data["reason"].startswith("lamp_id: ")
    assert (parked.data["expire_at"] - parked.data["parked_at"]).days == 30
