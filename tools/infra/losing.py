"""What a plan would take away for good, which no later plan brings back."""

from collections.abc import Mapping
from typing import Any

_HOLDING = {
    "google_firestore_database": "its documents",
    "google_storage_bucket": "its files",
    "google_secret_manager_secret": "its versions",
    "google_pubsub_subscription": "what waits in it",
}


def losses(shown: Mapping[str, Any]) -> dict[str, str]:
    """Address -> what would be lost, of a plan as `terraform show -json` gives it. What is replaced
    is lost as well."""
    return {
        one["address"]: _HOLDING[one["type"]]
        for one in shown.get("resource_changes", [])
        if one["type"] in _HOLDING and "delete" in one["change"]["actions"]
    }
