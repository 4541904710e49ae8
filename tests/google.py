"""Google's stand-in for tests, served by a thread of this process."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from werkzeug.serving import make_server

from shared.clients.google_identity import GoogleIdentity
from tests.functions.sign_in import REDIRECT_URI, google_at
from tools.local.google_identity.application import GoogleIdentity as StandIn
from tools.local.google_identity.keys import Keys

VERIFIER = "v" * 43
NONCE = "n-0123456789"


@dataclass(frozen=True)
class Google:
    url: str

    def client(self) -> GoogleIdentity:
        return google_at(self.url)

    def token(self, email: str = "ada@gmail.example", **about: Any) -> str:
        """Of a sign-in with `NONCE`, but for what `about` says of its claims."""
        asked = {"email": email, "nonce": NONCE, **about}
        made = requests.post(f"{self.url}/_control/tokens", json=asked, timeout=5)
        return str(made.json()["id_token"])

    def code(self, email: str = "ada@gmail.example", **about: str) -> str:
        """What a browser brings back from the page where `email` was chosen."""
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        asked = {
            "client_id": "us",
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "scope": "openid email profile",
            "nonce": NONCE,
            "state": "a state",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            **about,
        }
        page = f"{self.url}/o/oauth2/v2/auth"
        assert requests.get(page, asked, timeout=5).status_code == 200
        chosen = requests.post(page, {**asked, "as": email}, timeout=5, allow_redirects=False)
        back = urlsplit(chosen.headers["Location"])
        query = parse_qs(back.query)
        assert back._replace(query="").geturl() == REDIRECT_URI
        assert query["state"] == ["a state"]
        return query["code"][0]

    def fails(self, times: int = 1, **how: Any) -> None:
        asked = {"times": times, **how}
        requests.post(f"{self.url}/_control", json=asked, timeout=5).raise_for_status()


@contextmanager
def google(file: Path) -> Iterator[Google]:
    server = make_server("127.0.0.1", 0, StandIn(Keys(file)), threaded=True)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        served = Google(f"http://127.0.0.1:{server.server_port}")
        client = {"client_id": "us", "secret": "our secret", "redirect_uris": [REDIRECT_URI]}
        requests.post(f"{served.url}/_control/client", json=client, timeout=5).raise_for_status()
        yield served
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
