"""A history through the whole stack: Storage, Pub/Sub, and the log as other functions show it."""

import time
from collections.abc import Callable
from typing import Any

import requests

from tests.functions.test_imports import many
from tools.local.testing import Stack


def until(find: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.1)
    return found


class Person:
    def __init__(self, stack: Stack) -> None:
        self.base = f"{stack.base_url}/api/v1"
        signed_up = {
            "email": f"{time.time_ns()}@example.com",
            "password": "a long sentence, really",
        }
        made = requests.post(f"{self.base}/auth/register", json=signed_up, timeout=20).json()
        self.headers = {"Authorization": f"Bearer {made['data']['tokens']['access_token']}"}

    def send(self, method: str, path: str, body: object = None, status: int = 200) -> Any:
        answer = requests.request(
            method, f"{self.base}{path}", json=body, headers=self.headers, timeout=60
        )
        assert answer.status_code == status, answer.text
        return answer.json()["data"] if answer.content else None

    def becomes(self, path: str, status: str) -> Any:
        def there() -> Any:
            shown = self.send("GET", path)
            assert shown["status"] == status or shown["status"] != "FAILED", shown
            return shown if shown["status"] == status else None

        return until(there)

    def uploads(self, text: str) -> str:
        address = self.send("POST", "/imports/uploads", status=201)
        sent = requests.put(
            address["url"], data=text.encode(), headers=address["headers"], timeout=60
        )
        assert sent.status_code == 200, sent.text
        return str(address["upload_id"])

    def imports(self, source: str, text: str) -> Any:
        body = {"source": source, "upload_id": self.uploads(text)}
        begun = self.send("POST", "/imports", body, status=202)
        where = f"/imports/{begun['id']}"
        self.becomes(where, "STAGED")
        self.send("POST", f"{where}/commit", status=202)
        return self.becomes(where, "COMMITTED")


def test_a_history_is_uploaded_imported_exported_imported_elsewhere_and_undone(
    stack: Stack,
) -> None:
    ann, bob = Person(stack), Person(stack)
    done = ann.imports("STRONG", many(30))
    assert done["added"] == {"workouts": 30, "sets": 60, "measurements": 0}
    assert ann.imports("STRONG", many(30))["added"]["sets"] == 0
    listed = ann.send("GET", "/workouts?limit=100")
    assert len(listed) == 30
    begun = ann.send("POST", "/exports", {"kind": "LOG_CSV"}, status=202)
    ready = ann.becomes(f"/exports/{begun['id']}", "READY")
    text = requests.get(ready["url"], timeout=20).content.decode("utf-8-sig")
    assert bob.imports("HYPERTROQ", text)["added"] == done["added"]
    assert bob.send("GET", "/workouts?limit=100") == listed
    ann.send("DELETE", f"/imports/{done['id']}", status=204)
    ann.becomes(f"/imports/{done['id']}", "UNDONE")
    assert ann.send("GET", "/workouts?limit=100") == []
    assert len(bob.send("GET", "/workouts?limit=100")) == 30
