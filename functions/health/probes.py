"""The smallest call to each service that proves it answers and lets this function in."""

import os
from collections.abc import Callable, Mapping

import grpc
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from shared.clients.secrets import Secrets, live_secrets
from shared.settings import Platform, load
from shared.store.database import Database, live_database

from .readiness import DEADLINE_SECONDS


def live_probes() -> Mapping[str, Callable[[], object]]:
    return probes(load(Platform).google_cloud_project, live_database(), live_secrets())


def probes(
    project: str, database: Database, secrets: Secrets
) -> Mapping[str, Callable[[], object]]:
    publisher, buckets = _publisher(), _buckets(project)

    def list_a_topic() -> object:
        request = {"project": f"projects/{project}", "page_size": 1}
        return publisher.list_topics(request=request, timeout=DEADLINE_SECONDS, retry=None)

    def list_a_bucket() -> object:
        return next(
            iter(buckets.list_buckets(max_results=1, timeout=DEADLINE_SECONDS, retry=None)), None
        )

    return {
        "firestore": lambda: database.get(("health", "probe")),
        "pubsub": list_a_topic,
        "storage": list_a_bucket,
        "secret_manager": secrets.probe,
    }


def _publisher() -> PublisherClient:
    emulator = os.environ.get("PUBSUB_EMULATOR_HOST")
    if not emulator:
        return PublisherClient()
    return PublisherClient(
        transport=PublisherGrpcTransport(channel=grpc.insecure_channel(emulator))
    )


def _buckets(project: str) -> storage.Client:
    """Finds the emulator by STORAGE_EMULATOR_HOST itself, but not that it needs no credentials."""
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        return storage.Client(project, credentials=AnonymousCredentials())
    return storage.Client(project)
