"""When a service counts as up."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tools.local.emulators import Service
from tools.local.processes import StartFailed, free_port, wait_until_answers


@contextmanager
def cold_firestore(statuses: list[int]) -> Iterator[Service]:
    """Listens at once, and answers with one status after another; 0 stands for no HTTP at all."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert "/documents/" in self.path
            status = statuses.pop(0)
            if not status:
                self.wfile.write(b"\0\0\x12\x04\0\0\0\0\0")
                return
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield Service("firestore", f"127.0.0.1:{server.server_port}")
        server.shutdown()


def test_firestore_is_up_when_it_answers_a_read_not_when_it_listens() -> None:
    statuses = [0, 503, 503, 404]
    with cold_firestore(statuses) as firestore:
        firestore.wait()
    assert not statuses


def test_a_service_that_somebody_else_was_to_run_is_named() -> None:
    url = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(StartFailed, match=f"Nothing answers at {url}$"):
        wait_until_answers(None, url, seconds=0.1)
