"""`replay-dead-letters`: nothing is lost between the dead letters and the topic."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from shared.domain.errors import Unavailable
from shared.events.outbox import connection
from tools.local.testing import StartedEmulators
from tools.local.topics import ensure_topics
from tools.manifest import read_all
from tools.operate.__main__ import main
from tools.operate.dead_letters import Replay
from tools.operate.stopped import Stopped

FUNCTION, TOPIC = "subscription_audit", "subscription-changed"


@dataclass(frozen=True)
class Line:
    """The topic, heard by somebody who notes what comes, and the dead letters of a function."""

    publisher: Any
    subscriber: Any
    project: str

    def gives_up(self, *messages: tuple[bytes, dict[str, str]]) -> None:
        dead = self.publisher.topic_path(self.project, "subscription-audit-dead")
        marked = {"CloudPubSubDeadLetterSourceDeliveryCount": "40"}
        for data, attributes in messages:
            self.publisher.publish(dead, data, **attributes, **marked).result(10)

    def heard(self, name: str = "test") -> list[tuple[bytes, dict[str, str]]]:
        found = []
        subscription = self.subscriber.subscription_path(self.project, name)
        for _ in range(20):
            answer = self.subscriber.pull(
                subscription=subscription, max_messages=100, return_immediately=True
            )
            found += [
                (one.message.data, dict(one.message.attributes)) for one in answer.received_messages
            ]
            acks = [one.ack_id for one in answer.received_messages]
            if not acks:
                break
            self.subscriber.acknowledge(subscription=subscription, ack_ids=acks)
        return sorted(found)

    def replay(self) -> Replay:
        return Replay(
            self.subscriber,
            connection(),
            self.subscriber.subscription_path(self.project, "subscription-audit-dead"),
            self.publisher.topic_path(self.project, TOPIC),
            wait_seconds=1.0,
        )


@pytest.fixture
def line(
    emulators: StartedEmulators, project: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Line]:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", emulators.pubsub)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", project)
    ensure_topics(project, "http://127.0.0.1:9", [read_all()[FUNCTION]])
    from google.cloud import pubsub_v1

    publisher, subscriber = pubsub_v1.PublisherClient(), pubsub_v1.SubscriberClient()
    subscriber.create_subscription(
        name=subscriber.subscription_path(project, "test"),
        topic=publisher.topic_path(project, TOPIC),
    )
    with subscriber:
        yield Line(publisher, subscriber, project)


ONE = (b'{"n": 1}', {"origin": "a"})
TWO: tuple[bytes, dict[str, str]] = (b'{"n": 2}', {})


def test_dead_letters_are_published_again_as_they_were_and_once(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    line.gives_up(ONE, TWO, ONE)
    assert main(["replay-dead-letters", FUNCTION, "--dry-run"]) == 0
    assert line.heard() == []
    assert main(["replay-dead-letters", FUNCTION]) == 0
    assert line.heard() == [ONE, TWO]
    assert line.replay().look(10) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"3 would be published to {TOPIC}",
        f"2 published to {TOPIC}, 1 were said twice",
    ]


def test_what_is_not_published_is_not_taken_out(line: Line) -> None:
    line.gives_up(*((b"%d" % number, {}) for number in range(5)))
    replay = line.replay()
    left = [2]

    def send(topic: str, data: bytes, attributes: dict[str, str]) -> None:
        if not left[0]:
            raise Unavailable
        left[0] -= 1
        replay.send(topic, data, attributes)

    with pytest.raises(Stopped, match="2 were published"):
        replace(replay, send=send).run(100)
    first = line.heard()
    assert len(first) == 2
    assert replay.run(1) == (1, 0)
    assert replay.run(100) == (2, 0)
    assert sorted(first + line.heard()) == [(b"%d" % number, {}) for number in range(5)]


def test_a_function_that_hears_no_topic_has_no_dead_letters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["replay-dead-letters", "users"]) == 1
    assert "users hears no topic; those that do are billing_events, " in capsys.readouterr().err
