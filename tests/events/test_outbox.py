"""Publishing to the real emulator of Pub/Sub, and to what does not answer."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import google.auth.credentials
import grpc
import pytest
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from shared.domain.errors import Unavailable
from shared.events import outbox
from shared.events.message import Message
from tools.local.processes import free_port
from tools.local.testing import StartedEmulators

TOPIC = "lamps-lit"


class LampLit(Message):
    lamp_id: str


@dataclass
class Topic:
    subscriber: SubscriberClient
    subscription: str

    def pulled(self) -> list[tuple[object, dict[str, str]]]:
        request = {"subscription": self.subscription, "max_messages": 10}
        answer = self.subscriber.pull(request=request, timeout=5)
        received = [one.message for one in answer.received_messages]
        return [(json.loads(one.data), dict(one.attributes)) for one in received]


@pytest.fixture
def topic(emulators: StartedEmulators, project: str) -> Iterator[Topic]:
    with grpc.insecure_channel(emulators.pubsub) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        name = f"projects/{project}/topics/{TOPIC}"
        publisher.create_topic(name=name)
        subscription = f"projects/{project}/subscriptions/test"
        subscriber.create_subscription(request={"name": subscription, "topic": name})
        yield Topic(subscriber, subscription)


def test_a_message_is_on_its_topic_when_publishing_returns(topic: Topic, project: str) -> None:
    outbox.outbox_of(project).publish(TOPIC, LampLit(lamp_id="1"), origin="test")
    assert topic.pulled() == [({"lamp_id": "1"}, {"origin": "test"})]


@pytest.mark.usefixtures("topic")
def test_a_topic_that_is_not_there_refuses_for_now(project: str) -> None:
    with pytest.raises(Unavailable):
        outbox.outbox_of(project).publish("elsewhere", LampLit(lamp_id="1"))


def test_nobody_listening_is_unavailable_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{free_port()}")
    assert _seconds_until_unavailable() < 6


def test_somebody_who_never_answers_is_unavailable_within_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{mute.getsockname()[1]}")
        assert 2 < _seconds_until_unavailable() < 6


def test_the_cloud_is_connected_to_in_the_name_of_whoever_runs_this(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    asked: list[object] = []

    def default(**about: object) -> tuple[object, str]:
        asked.append(about)
        return google.auth.credentials.AnonymousCredentials(), "any"

    monkeypatch.setattr("google.auth.default", default)
    assert callable(outbox.connection())
    assert asked


def test_nobody_is_called_before_there_is_something_to_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    outbox.outbox_of("any")


@pytest.mark.usefixtures("topic")
def test_what_pubsub_will_never_take_is_a_mistake_and_no_outage(project: str) -> None:
    with pytest.raises(grpc.RpcError):
        outbox.outbox_of(project).publish("x", LampLit(lamp_id="1"))


def _seconds_until_unavailable() -> float:
    started = time.monotonic()
    with pytest.raises(Unavailable):
        outbox.outbox_of("any").publish(TOPIC, LampLit(lamp_id="1"))
    return time.monotonic() - started
