"""The buckets of the functions, in the Storage emulator."""

from google.api_core.exceptions import Conflict
from google.auth.credentials import AnonymousCredentials


def ensure_buckets(project: str, *names: str) -> None:
    """Found through STORAGE_EMULATOR_HOST. What is there stays."""
    from google.cloud import storage

    client = storage.Client(project, credentials=AnonymousCredentials())
    for name in names:
        try:
            client.create_bucket(name, timeout=10)
        except Conflict:
            continue
