"""One error as an event for Sentry: its type and its stack, and nothing that somebody sent.

Imported when there is something to report, and never before.
"""

from collections.abc import Mapping
from functools import cache

from sentry_sdk import Client
from sentry_sdk.transport import HttpTransport
from sentry_sdk.utils import event_from_exception

from shared import log
from shared.settings import Reporting

_UNSAID = "What it says is in the log."


class _Transport(HttpTransport):
    TIMEOUT = 5
    """Seconds. The next report waits behind one that hangs."""

    def on_dropped_event(self, reason: str) -> None:
        log.event("WARNING", "Sentry was not told", reason=reason)


class Sentry:
    def __init__(self, settings: Reporting) -> None:
        """A client that nothing else finds: no integration is set up and nothing is patched. What
        tells of people the library leaves out unless it is asked (`send_default_pii`, which it
        warns of even where it says no)."""
        self._function = settings.function_target
        self._client = Client(
            settings.sentry_dsn,
            transport=_Transport,
            release=settings.k_revision,
            environment=settings.google_cloud_project,
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            enable_backpressure_handling=False,
            send_client_reports=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            spotlight=False,
        )

    def tell(self, error: Exception, known: Mapping[str, str]) -> None:
        """Returns when it is sent or given up, which may take long. What an exception says may
        repeat what somebody sent, or name somebody: its words stay in our log."""
        event, hint = event_from_exception(error, client_options=self._client.options)
        for told in event["exception"]["values"]:
            told["value"] = _UNSAID
        tags = {"function": self._function, **known}
        event["tags"] = {name: value for name, value in tags.items() if value}
        self._client.capture_event(event, hint)
        self._client.flush(timeout=_Transport.TIMEOUT)


sentry_of = cache(Sentry)
