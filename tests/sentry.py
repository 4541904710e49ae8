"""A Sentry on this machine: it takes envelopes as the true one does, or does as it is told."""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class TakingSentry:
    dsn: str = ""
    status: int = 200
    raw: list[bytes] = field(default_factory=list)
    goes_on: threading.Event = field(default_factory=threading.Event)
    """Until this is set nobody is answered."""

    def taken(self, number: int) -> int:
        """How many envelopes came: waits for `number` of them, because on a busy machine a report
        may come after the answer that was to wait for it."""
        until = time.monotonic() + 10
        while len(self.raw) < number and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.raw)

    @property
    def events(self) -> list[Any]:
        """An envelope is a header, and for each item a header and its content, each a line."""
        found = []
        for envelope in self.raw:
            lines = envelope.splitlines()
            heads = [json.loads(line) for line in lines[1::2]]
            assert [head["type"] for head in heads] == ["event"]
            found.append(json.loads(lines[2]))
        return found


@contextmanager
def taking() -> Iterator[TakingSentry]:
    sentry = TakingSentry()
    sentry.goes_on.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert (self.path, self.headers["Content-Encoding"]) == ("/api/7/envelope/", "gzip")
            assert "sentry_key=key" in self.headers["X-Sentry-Auth"]
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            sentry.goes_on.wait()
            sentry.raw.append(gzip.decompress(sent))
            self.send_response(sentry.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    sentry.dsn = f"http://key@127.0.0.1:{server.server_port}/7"
    try:
        yield sentry
    finally:
        sentry.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
