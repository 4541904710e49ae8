"""Child processes that end with this one, and free ports for them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GRACE_SECONDS = 5.0
ROOT = Path(__file__).resolve().parents[2]


class StartFailed(Exception):
    """Something the stack needs did not start. The text is one line that says what to do."""


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None


def start(
    name: str,
    command: Sequence[str | Path],
    logs: Path,
    env: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
) -> Child:
    """Start `command` in a session of its own: Ctrl-C reaches this process alone, which then ends
    its children in order. Call it from the main thread: Linux ends a child with the thread that
    made it.
    """
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.local.launch", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            cwd=ROOT,
            pass_fds=pass_fds,
            start_new_session=True,
        )
    return Child(name, process, log)


def stop(children: Sequence[Child], grace_seconds: float = _GRACE_SECONDS) -> None:
    """Ask every child to end, wait, and kill what is left."""
    for child in children:
        if not child.ended:
            child.process.terminate()
    deadline = time.monotonic() + grace_seconds
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # Its whole session: a server may have workers of its own.
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answers(
    child: Child | None, url: str, seconds: float = 30.0, most: int = 299
) -> None:
    """Wait for an answer from `url` with a status up to `most`, or for a listener when it is
    `tcp://host:port`. Without a `child` somebody else runs it. Raises `StartFailed`."""
    deadline = time.monotonic() + seconds
    while not _answers(url, most):
        if child and child.ended:
            raise StartFailed(f"{child.name} ended while starting; its words are in {child.log}")
        if time.monotonic() > deadline:
            words = f"; the words of {child.name} are in {child.log}" if child else ""
            raise StartFailed(f"Nothing answers at {url}{words}")
        time.sleep(0.05)


def _answers(url: str, most: int) -> bool:
    try:
        if url.startswith("tcp://"):
            host, _, port = url.removeprefix("tcp://").partition(":")
            with socket.create_connection((host, int(port)), timeout=1):
                return True
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code <= most
    except (OSError, http.client.HTTPException):
        # The latter from a server that is not ready to speak HTTP/1 yet.
        return False
