"""What a stack is given before it answers: secrets, topics, catalogue, templates, users."""

import os
from collections.abc import Mapping
from pathlib import Path

from werkzeug.test import Client

from shared.clock import utc_now
from shared.events.messages import exercises_changed
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.outbox import live_outbox
from shared.store.catalogue import live_catalogue
from shared.store.database import live_database
from shared.store.programs import live_programs
from tools.local.buckets import ensure_buckets
from tools.local.emulators import Service
from tools.local.environment import (
    GOOGLE_CLIENT_ID,
    STACK_FILE,
    STORE_ID,
    VARIABLES,
    VARIANTS,
    redirect_uris,
)
from tools.local.gateway import Gateway
from tools.local.introductions import (
    CLIENT_SECRET,
    MAIL_WEBHOOK_SECRET,
    introduce_to_google,
    set_mail_webhook,
)
from tools.local.private_files import write_private
from tools.local.shop_setup import WEBHOOK_SECRET, ShopSetup
from tools.local.standins import STANDINS
from tools.local.topics import ensure_topics
from tools.local.users import Seeded, credentials
from tools.local.vault_client import ensure_secrets
from tools.manifest import Manifest
from tools.seed.load import Seeder


def prepare(gateway: Gateway, manifests: Mapping[str, Manifest], state: Path) -> None:
    """Seed what is not there yet, then write `stack.json`. Run again, it makes nothing twice."""
    base_url, project = os.environ["LOCAL_BASE_URL"], os.environ["GOOGLE_CLOUD_PROJECT"]
    addresses = {name: os.environ[variable] for name, variable in VARIABLES.items()}
    standins = {one.name: address for one in STANDINS if (address := one.given(os.environ))}
    for name, address in {**addresses, **standins}.items():
        Service(name, address).wait()
    wanted = {secret for manifest in manifests.values() for secret in manifest.secrets}
    secrets = ensure_secrets(addresses["secret_manager"], project, wanted)
    ensure_topics(project, base_url, manifests.values())
    ensure_buckets(project, os.environ["PRIVATE_BUCKET"], os.environ["EXPORTS_BUCKET"])
    Seeder(live_catalogue(), live_programs(), utc_now()).seed()
    users = credentials(state)
    webhook_secret = secrets[WEBHOOK_SECRET]
    shop = ShopSetup(standins["lemonsqueezy"])
    shop.set_webhook(base_url, webhook_secret)
    introduce_to_google(standins["google_identity"], secrets[CLIENT_SECRET])
    set_mail_webhook(standins["mailbox"], base_url, secrets[MAIL_WEBHOOK_SECRET])
    Seeded(Client(gateway), live_database(), shop.buy).seed(users)
    stack = {
        "base_url": base_url,
        "project_id": project,
        "users": users,
        "emulators": {name: addresses[name] for name in ("firestore", "pubsub", "storage")},
        "standins": {"secret_manager": addresses["secret_manager"], **standins},
        "secrets": secrets,
        "billing": {
            "store_id": STORE_ID,
            "variants": VARIANTS,
            "webhook_secret": webhook_secret,
            "test_mode": True,
        },
        "google": {"client_id": GOOGLE_CLIENT_ID, "redirect_uris": redirect_uris()},
    }
    write_private(state / STACK_FILE, stack)
    # Heard as soon as the functions answer; what is embedded already is left alone.
    live_outbox().publish(exercises_changed.TOPIC, ExercisesChanged())
