"""What bundles stand on while they are tried: emulators, secrets, topics, buckets."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tools.local import emulators
from tools.local.buckets import ensure_buckets
from tools.local.environment import VARIABLES, environment
from tools.local.standins import STANDINS
from tools.local.testing import emulators_for_tests
from tools.local.topics import ensure_topics
from tools.local.vault_client import ensure_secrets
from tools.manifest import Manifest

_PROJECT = "hypertroq-bundles"
_NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there: what a stranger asks first needs no service of others."""

# The deliveries are those of an emulator: without a token.
_PUSH = {"PUSH_AUTH": "none", "PUSH_AUDIENCES": "", "PUSH_SERVICE_ACCOUNT": ""}


@contextmanager
def surroundings(manifests: Mapping[str, Manifest]) -> Iterator[Mapping[str, str]]:
    """Every setting there is, for all functions."""
    with emulators_for_tests() as started:
        started.begin(emulators.pubsub, emulators.storage)
        secrets = {secret for one in manifests.values() for secret in one.secrets}
        ensure_secrets(started.secret_manager, _PROJECT, secrets)
        ensure_topics(_PROJECT, _NOWHERE, manifests.values())
        addresses = {name: os.environ[variable] for name, variable in VARIABLES.items()}
        addresses |= dict.fromkeys((one.name for one in STANDINS), _NOWHERE)
        settings = {**environment(_NOWHERE, _PROJECT, addresses), **_PUSH}
        ensure_buckets(_PROJECT, settings["PRIVATE_BUCKET"], settings["EXPORTS_BUCKET"])
        yield settings
