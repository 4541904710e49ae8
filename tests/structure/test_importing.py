"""Importing a function begins nothing: the server imports it before it forks."""

import subprocess
import sys

import pytest

from tools.closure import closure_of
from tools.manifest import ROOT, read_all

# Everything by which a module could open a connection, start a thread or run a loop raises.
GUARDED = """
import asyncio, importlib, multiprocessing, os, socket, subprocess, sys, threading, urllib.request
import google.auth, grpc, grpc._channel, grpc.aio, requests

def refuse(where, name):
    def begin(*args, **kwargs):
        raise AssertionError(f"{name} at import")
    setattr(where, name, begin)

for where, *names in (
    (grpc, "insecure_channel", "secure_channel", "intercept_channel"),
    (grpc.aio, "insecure_channel", "secure_channel"),
    (grpc._channel.Channel, "__init__"),
    (threading.Thread, "start"),
    (threading.Timer, "start"),
    (socket.socket, "connect", "connect_ex", "bind"),
    (socket, "create_connection", "getaddrinfo"),
    (requests.Session, "__init__"),
    (urllib.request, "urlopen"),
    (asyncio, "new_event_loop", "run"),
    (multiprocessing.Process, "start"),
    (subprocess.Popen, "__init__"),
    (os, "fork"),
    (google.auth, "default"),
):
    for name in names:
        refuse(where, name)
"""
LOAD = GUARDED + "for module in sys.argv[1:]: importlib.import_module(module)\n"


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # No settings either: what a module reads at import nobody can set later.
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_importing_a_function_begins_nothing() -> None:
    """Nor does anything that one may import later. What begins stands in the traceback."""
    reached = {file for name in read_all() for file in closure_of(name, ROOT).files}
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in reached}
    done = run(LOAD, *sorted(modules))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "grpc.insecure_channel('127.0.0.1:9')",
        "threading.Thread(target=print).start()",
        "requests.get('http://127.0.0.1:9')",
        "urllib.request.urlopen('http://127.0.0.1:9')",
        "socket.create_connection(('127.0.0.1', 9))",
        "asyncio.run(asyncio.sleep(0))",
        "from concurrent.futures import ThreadPoolExecutor as T; T(1).submit(print)",
        "from google.cloud import storage; storage.Client()",
    ],
)
def test_the_test_itself_sees_a_beginning(line: str) -> None:
    assert "at import" in run(GUARDED + line).stderr
