"""The mail provider's stand-in for tests, served by a thread of this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import requests
from werkzeug.serving import make_server

from functions.emails.recipients import Recipients
from shared.clients.resend import Resend
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from shared.store.mail_proofs import FirestoreMailProofs
from shared.store.suppressions import FirestoreSuppressions
from tests.functions.sign_in import PROOF_SECRETS
from tools.local.mailbox.application import Mailbox
from tools.local.mailbox.mails import Mails


@dataclass(frozen=True)
class Mailroom:
    url: str

    def client(self) -> Resend:
        return Resend(self.url, "Us <us@hypertroq.example>", lambda: "a-key")

    def mails(self, to: str = "") -> list[Any]:
        """The newest first."""
        found: list[Any] = requests.get(f"{self.url}/mails", {"to": to}, timeout=5).json()
        return found

    def fails(self, times: int = 1, **how: Any) -> None:
        asked = {"times": times, **how}
        assert requests.post(f"{self.url}/_control", json=asked, timeout=5).status_code == 200


def recipients_of(
    accounts: FirestoreAccounts, database: Database, now: Callable[[], datetime]
) -> Recipients:
    return Recipients(
        accounts,
        FirestoreMailProofs(database),
        PROOF_SECRETS,
        FirestoreSuppressions(database, now),
        now,
    )


@contextmanager
def mailroom(file: Path) -> Iterator[Mailroom]:
    server = make_server("127.0.0.1", 0, Mailbox(Mails(file)), threaded=True)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield Mailroom(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
