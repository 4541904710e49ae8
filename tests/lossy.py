"""A way to several servers that loses requests and answers."""

import http.client
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random


@dataclass
class Lossy:
    """Every fifth answer is lost, and every tenth request; which ones, the seed says."""

    ports: Sequence[int]
    chance: Random = field(default_factory=lambda: Random(6))
    address: str = ""
    lost: int = 0

    def passes(self, handler: BaseHTTPRequestHandler) -> tuple[int, bytes] | None:
        """What a server answered; None when anything of it was lost."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        if self.chance.random() < 0.1:
            return None
        server = http.client.HTTPConnection("127.0.0.1", self.chance.choice(self.ports), 30)
        try:
            headers = {
                name: value for name, value in handler.headers.items() if name != "Connection"
            }
            server.request(handler.command, handler.path, body, headers)
            answer = server.getresponse()
            read = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            server.close()
        return None if self.chance.random() < 0.2 else read


@contextmanager
def lossy(*ports: int) -> Iterator[Lossy]:
    way = Lossy(ports)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = way.passes(self)
            self.close_connection = True
            if answer is None:
                way.lost += 1
                return
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    way.address = f"127.0.0.1:{server.server_address[1]}"
    try:
        yield way
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
