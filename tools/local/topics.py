"""Topics and push subscriptions, as the manifests declare them; the emulator keeps none."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from google.api_core.exceptions import AlreadyExists

from tools.local.gateway import PUSH
from tools.manifest import Manifest

_LEAST_ACK_SECONDS, _MOST_ACK_SECONDS = 10, 600


def ensure_topics(project: str, base_url: str, manifests: Iterable[Manifest]) -> None:
    """Found through PUBSUB_EMULATOR_HOST. Each event function is pushed what it subscribes to."""
    declared = list(manifests)
    published = {topic for manifest in declared for topic in manifest.publishes}
    subscribing = [manifest for manifest in declared if manifest.subscribes]
    topics = sorted(published | {str(manifest.subscribes) for manifest in subscribing})
    if not topics:
        return
    # Half a second of importing that a stack without topics is spared.
    from google.cloud import pubsub_v1

    publisher, subscriber = pubsub_v1.PublisherClient(), pubsub_v1.SubscriberClient()
    for topic in topics:
        try:
            publisher.create_topic(name=publisher.topic_path(project, topic))
        except AlreadyExists:
            continue
    for manifest in subscribing:
        _push(
            subscriber, publisher.topic_path(project, str(manifest.subscribes)), manifest, base_url
        )
        _keep_dead_letters(publisher, subscriber, project, manifest)
    subscriber.close()


def _keep_dead_letters(publisher: Any, subscriber: Any, project: str, manifest: Manifest) -> None:
    """Where an operator finds them in the cloud. The emulator itself gives nothing up."""
    name = f"{manifest.name.replace('_', '-')}-dead"
    topic = publisher.topic_path(project, name)
    with suppress(AlreadyExists):
        publisher.create_topic(name=topic)
    with suppress(AlreadyExists):
        subscription = subscriber.subscription_path(project, name)
        subscriber.create_subscription(name=subscription, topic=topic)


def _push(subscriber: Any, topic: str, manifest: Manifest, base_url: str) -> None:
    name = f"{topic.partition('/topics/')[0]}/subscriptions/{manifest.name}"
    push = {"push_endpoint": f"{base_url}{PUSH}{manifest.name}"}
    seconds = min(max(manifest.timeout_seconds, _LEAST_ACK_SECONDS), _MOST_ACK_SECONDS)
    try:
        subscriber.create_subscription(
            request={
                "name": name,
                "topic": topic,
                "push_config": push,
                "ack_deadline_seconds": seconds,
            }
        )
    except AlreadyExists:
        # Of an emulator that outlived a stack, which may have had another port.
        subscriber.modify_push_config(subscription=name, push_config=push)
