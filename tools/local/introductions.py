"""What the stand-ins are told of us before the stack answers, as one tells the true services."""

import requests

from tools.local.environment import GOOGLE_CLIENT_ID, redirect_uris

CLIENT_SECRET = "google-client-secret"  # noqa: S105 (its name)
MAIL_WEBHOOK_SECRET = "resend-webhook-secret"  # noqa: S105 (its name)
_SECONDS = 10


def introduce_to_google(address: str, secret: str) -> None:
    client = {"client_id": GOOGLE_CLIENT_ID, "secret": secret, "redirect_uris": redirect_uris()}
    requests.post(f"{address}/_control/client", json=client, timeout=_SECONDS).raise_for_status()


def set_mail_webhook(address: str, base_url: str, secret: str) -> None:
    webhook = {"url": f"{base_url}/api/v1/webhooks/resend", "secret": secret}
    requests.post(f"{address}/_control/webhook", json=webhook, timeout=_SECONDS).raise_for_status()
