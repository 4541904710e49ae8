"""`replay-dead-letters`: what an event function gave up on is published to its topic again.

A message is taken out of the dead letters only when Pub/Sub has it on the topic. All who hear the
topic hear it once more, which every handler is made for.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import DeadlineExceeded

from shared.domain.errors import Unavailable
from shared.events.outbox import Send, connection
from shared.settings import Platform, load
from tools.manifest import Manifest, read_all
from tools.operate.stopped import Stopped

_AT_ONCE = 100
_WAIT_SECONDS = 3.0
"""For a message. The service answers before, also when there is none."""
_ADDED = "CloudPubSubDeadLetter"
"""How the attributes begin that Pub/Sub gives a dead letter."""


@dataclass(frozen=True)
class Letter:
    ack_id: str
    data: bytes
    attributes: Mapping[str, str]

    @property
    def content(self) -> tuple[object, ...]:
        return self.data, *sorted(self.attributes.items())


@dataclass(frozen=True)
class Replay:
    subscriber: Any
    send: Send
    subscription: str
    """Full names, both."""
    topic: str
    wait_seconds: float = _WAIT_SECONDS

    def run(self, most: int) -> tuple[int, int]:
        """How many were published, and how many were said twice. Raises `Stopped` when Pub/Sub
        takes no more; what was not published stays where it was."""
        published: set[tuple[object, ...]] = set()
        taken = 0
        for letters in self._pulled(most):
            done: list[str] = []
            try:
                for letter in letters:
                    if letter.content not in published:
                        self.send(self.topic, letter.data, dict(letter.attributes))
                        published.add(letter.content)
                    done.append(letter.ack_id)
            except Unavailable:
                self._give_back([one.ack_id for one in letters if one.ack_id not in done])
                raise Stopped(f"Pub/Sub takes no more. {len(published)} were published.") from None
            finally:
                self._acknowledge(done)
            taken += len(done)
        return len(published), taken - len(published)

    def look(self, most: int) -> int:
        """How many there are, of at most so many; all are given back."""
        held = [letter.ack_id for letters in self._pulled(most) for letter in letters]
        for start in range(0, len(held), _AT_ONCE):
            self._give_back(held[start : start + _AT_ONCE])
        return len(held)

    def _pulled(self, most: int) -> Iterator[Sequence[Letter]]:
        left = most
        while left > 0:
            try:
                answer = self.subscriber.pull(
                    subscription=self.subscription,
                    max_messages=min(left, _AT_ONCE),
                    timeout=self.wait_seconds,
                    retry=None,
                )
            except DeadlineExceeded:
                return
            if not answer.received_messages:
                return
            left -= len(answer.received_messages)
            yield [_letter(one) for one in answer.received_messages]

    def _acknowledge(self, ack_ids: Sequence[str]) -> None:
        if ack_ids:
            self.subscriber.acknowledge(subscription=self.subscription, ack_ids=ack_ids)

    def _give_back(self, ack_ids: Sequence[str]) -> None:
        if ack_ids:
            self.subscriber.modify_ack_deadline(
                subscription=self.subscription, ack_ids=ack_ids, ack_deadline_seconds=0
            )


def _letter(received: Any) -> Letter:
    message = received.message
    attributes = {
        name: value for name, value in message.attributes.items() if not name.startswith(_ADDED)
    }
    return Letter(received.ack_id, message.data, attributes)


def names_of(function: str, manifests: Mapping[str, Manifest]) -> tuple[str, str]:
    """Its dead letters' subscription and its topic. Raises `Stopped`."""
    topics = {name: one.subscribes for name, one in manifests.items() if one.subscribes}
    if function not in topics:
        raise Stopped(f"{function} hears no topic; those that do are {', '.join(sorted(topics))}.")
    return f"{function.replace('_', '-')}-dead", str(topics[function])


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("function", help="which gave up on them")
    parser.add_argument("--most", type=int, default=1_000, help="so many messages (1000)")


def run(options: argparse.Namespace) -> None:
    subscription, topic = names_of(options.function, read_all())
    project = load(Platform).google_cloud_project
    # Half a second of importing, which no other command needs.
    from google.cloud.pubsub_v1 import SubscriberClient

    with SubscriberClient() as subscriber:
        replay = Replay(
            subscriber,
            connection(),
            f"projects/{project}/subscriptions/{subscription}",
            f"projects/{project}/topics/{topic}",
        )
        if options.dry_run:
            print(f"{replay.look(options.most)} would be published to {topic}")
            return
        published, repeated = replay.run(options.most)
    print(f"{published} published to {topic}, {repeated} were said twice")
