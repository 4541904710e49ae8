"""A load generator: prepared requests over connections that stay open, every answer timed.

One thread and a selector: with threads the generator would fight itself, and the servers, for the
two cores.
"""

import json
import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle

_PATIENCE_SECONDS = 30.0
_PIECE = 262_144


class BenchFailed(Exception):
    """What was to be measured does not work. A figure of it would mean nothing."""


@dataclass(frozen=True)
class Target:
    """One request to one server, with the status it must be answered with."""

    name: str
    port: int
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    expects: int = 200
    more_paths: Sequence[str] = ()
    """Asked in turn after the first."""

    @property
    def wires(self) -> list[bytes]:
        """The requests as they are sent."""
        return [self._wire(path) for path in (self.path, *self.more_paths)]

    def _wire(self, path: str) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        headers = {"Host": f"127.0.0.1:{self.port}", **self.headers}
        if content:
            headers |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


class Connection:
    def __init__(self, target: Target) -> None:
        self.target = target
        self.socket = socket.create_connection(("127.0.0.1", target.port), _PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self._got, self._awaited = bytearray(), 0

    def ask(self, wire: bytes) -> None:
        self._got, self._awaited = bytearray(), 0
        self.began = time.perf_counter()
        self.socket.sendall(wire)

    def receive(self) -> bool:
        """Take in what has come. Whether the answer is complete, and as expected."""
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise BenchFailed(f"{self.target.name}: the connection was closed")
        self._got += piece
        if not self._awaited:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return False
            self._awaited = end + 4 + self._length(bytes(self._got[:end]))
        return len(self._got) >= self._awaited

    def _length(self, head: bytes) -> int:
        status, *lines = head.decode("latin-1").split("\r\n")
        if int(status.split(" ")[1]) != self.target.expects:
            raise BenchFailed(f"{self.target.name}: {bytes(self._got[:600])!r}")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        return int(headers["content-length"])

    @property
    def body(self) -> bytes:
        return bytes(self._got).partition(b"\r\n\r\n")[2]

    def close(self) -> None:
        self.socket.close()


def fetch(target: Target) -> bytes:
    """The body of one answer."""
    connection = Connection(target)
    try:
        connection.ask(target.wires[0])
        while not connection.receive():
            pass
        return connection.body
    finally:
        connection.close()


def timed(target: Target, concurrency: int, requests: int) -> list[float]:
    """Milliseconds of each of so many requests, `concurrency` of them under way at a time."""
    return list(_timed(target, concurrency, requests))


def warm(target: Target, concurrency: int, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        timed(target, concurrency, 10 * concurrency)


def _timed(target: Target, concurrency: int, requests: int) -> Iterator[float]:
    wires = cycle(target.wires)
    with ExitStack() as closing, selectors.DefaultSelector() as selector:
        connections = [Connection(target) for _ in range(concurrency)]
        for connection in connections:
            closing.callback(connection.close)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(wires))
        asked, answered = concurrency, 0
        while answered < requests:
            ready = selector.select(_PATIENCE_SECONDS)
            if not ready:
                raise BenchFailed(f"{target.name}: no answer in {_PATIENCE_SECONDS:.0f} s")
            for key, _ in ready:
                if not key.data.receive():
                    continue
                yield (time.perf_counter() - key.data.began) * 1000
                answered += 1
                if asked < requests:
                    asked += 1
                    key.data.ask(next(wires))
