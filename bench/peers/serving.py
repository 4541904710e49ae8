"""The peer, installed and served beside the product, with the same program in its tables."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jwt

from bench.peers.postgres import private_cluster
from bench.serving import LOGS, ROOT
from tools.local.processes import free_port, start, stop, wait_until_answers

_PINS = Path(__file__).parent / "requirements.txt"
_VENV = ROOT / "build" / "bench" / "peer"


@dataclass(frozen=True)
class Peer:
    port: int
    bearer: Mapping[str, str]


@contextmanager
def running(content: Mapping[str, object]) -> Iterator[Peer]:
    """`content`: `user_id`, `program` as the product shows it, and the `exercises` it names.
    Raises `StartFailed` when the machine has no PostgreSQL."""
    python = _installed()
    with private_cluster(LOGS) as url:
        secret, port = uuid.uuid4().hex, free_port()
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "TOKEN_SECRET": secret,
        }
        _seed(python, env, content)
        server = start("peer", _command(python, port), LOGS, env)
        try:
            wait_until_answers(server, f"tcp://127.0.0.1:{port}")
            claims = {"sub": content["user_id"], "exp": int(time.time()) + 3600}
            token = jwt.encode(claims, secret, algorithm="HS256")
            yield Peer(port, {"Authorization": f"Bearer {token}"})
        finally:
            stop([server])


def _command(python: Path, port: int) -> list[str | Path]:
    # One worker, as the functions have, with uvloop and httptools. It keeps no log of requests.
    return [
        python, "-m", "uvicorn", "bench.peers.app:app", "--host=127.0.0.1", f"--port={port}",
        "--no-access-log",
    ]  # fmt: skip


def _seed(python: Path, env: Mapping[str, str], content: Mapping[str, object]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(content, file)
        file.flush()
        command: list[str | Path] = [python, "-m", "bench.peers.seed", file.name]
        subprocess.run(command, check=True, env=env, cwd=ROOT)


def _installed() -> Path:
    """The Python of the peer's own environment, made when its pins have changed."""
    python, stamp = _VENV / "bin" / "python", _VENV / "pins"
    pins = hashlib.sha256(_PINS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != pins:
        print("installing the peer", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", _VENV], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
        subprocess.run([python, *install, _PINS], check=True)
        stamp.write_text(pins)
    return python
