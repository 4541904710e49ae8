"""A whole stack, started as `make run` starts it: what it tells, keeps, refuses and leaves."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
import requests

from tools.local.environment import GOOGLE_CLIENT_ID, VARIABLES
from tools.local.processes import ROOT, free_port
from tools.local.testing import Stack, StartedEmulators, another_gateway, running_stack
from tools.manifest import read_all

# An empty address is none: the stack starts and keeps its own.
OWN = dict.fromkeys(VARIABLES.values(), "") | {"GOOGLE_CLOUD_PROJECT": ""}


def send(method: str, url: str, **options: Any) -> Any:
    return requests.request(method, url, timeout=20, **options)


def signed_in(stack: Stack, name: str, base_url: str = "") -> dict[str, str]:
    given = stack.about["users"][name]
    url = f"{base_url or stack.base_url}/api/v1/auth/login"
    answer = send("POST", url, json=given)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['data']['tokens']['access_token']}"}


def children_of(process: int) -> set[int]:
    """Everything below a process, by what the kernel says."""
    below = own_children_of(process)
    return below.union(*map(children_of, below))


def own_children_of(process: int) -> set[int]:
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for thread in threads for child in thread.read_text().split()}


def is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds()


def test_a_stack_over_given_emulators(
    emulators: StartedEmulators, project: str, tmp_path: Path
) -> None:
    with running_stack(tmp_path, GOOGLE_CLOUD_PROJECT=project) as stack:
        it_tells_its_tools_what_they_need(stack, emulators, project)
        its_functions_answer_at_their_paths(stack)
        its_users_stand_where_they_should(stack)
        what_is_no_good_http_is_refused_in_the_envelope(stack)
        a_second_gateway_knows_its_users(stack, tmp_path)
        a_second_stack_in_the_same_place_is_refused(stack, tmp_path)
        below = children_of(stack.process.process.pid)
    assert stack.process.process.returncode == 0
    assert not any(map(is_alive, below))
    assert not (tmp_path / "stack.json").exists()
    assert send("GET", f"http://{emulators.firestore}/").text == "Ok\n"


def it_tells_its_tools_what_they_need(
    stack: Stack, emulators: StartedEmulators, project: str
) -> None:
    assert S_IMODE((stack.process.log.parents[1] / "stack.json").stat().st_mode) == 0o600
    assert stack.about["base_url"] == stack.base_url
    assert stack.about["project_id"] == project
    assert stack.about["emulators"]["firestore"] == emulators.firestore
    assert stack.about["standins"]["secret_manager"] == emulators.secret_manager
    assert set(stack.about["users"]) == {"free", "pro", "admin"}
    standins = {"secret_manager", "lemonsqueezy", "mailbox", "gemini", "google_identity"}
    assert set(stack.about["standins"]) == standins
    google = stack.about["google"]
    assert (google["client_id"], len(google["redirect_uris"])) == (GOOGLE_CLIENT_ID, 2)
    billing = stack.about["billing"]
    assert set(billing["variants"]) == {"PRO_MONTHLY", "PRO_YEARLY"}
    assert (billing["store_id"], billing["test_mode"]) == (31415, True)
    assert billing["webhook_secret"] == stack.about["secrets"]["lemonsqueezy-webhook-secret"]
    # As the true provider would have it.
    assert 6 <= len(billing["webhook_secret"]) <= 40
    wanted = {secret for manifest in read_all().values() for secret in manifest.secrets}
    assert set(stack.about["secrets"]) == wanted
    said = stack.process.log.read_text()
    assert f"ready {stack.base_url}\n" in said
    assert said.count("curl ") >= 4
    to_look_at = ("lemonsqueezy", "mailbox", "gemini")
    assert [name for name in to_look_at if stack.about["standins"][name] not in said] == []


def its_functions_answer_at_their_paths(stack: Stack) -> None:
    assert send("GET", f"{stack.base_url}/health").json()["data"]["status"] == "ALIVE"
    ready = send("GET", f"{stack.base_url}/health/ready")
    assert ready.json()["data"]["status"] == "READY", ready.text
    found = send("GET", f"{stack.base_url}/api/v1/exercises", params={"search": "bench pres"})
    assert found.json()["data"][0]["name"] == "Bench Press"
    templates = send("GET", f"{stack.base_url}/api/v1/programs", params={"template": "true"})
    assert templates.json()["meta"]["total"] >= 7
    page = send("GET", f"{stack.base_url}/docs")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "/api/v1/volume/analyze" in page.text


def its_users_stand_where_they_should(stack: Stack) -> None:
    def role(name: str) -> str:
        me = send("GET", f"{stack.base_url}/api/v1/users/me", headers=signed_in(stack, name))
        return str(me.json()["data"]["role"])

    assert [role(name) for name in ("free", "pro", "admin")] == ["USER", "USER", "ADMIN"]

    def tries_what_needs_pro(name: str) -> str:
        url = f"{stack.base_url}/api/v1/programs"
        answer = send("POST", url, json={}, headers=signed_in(stack, name))
        return str(answer.json()["error"]["code"])

    assert tries_what_needs_pro("free") == "SUBSCRIPTION_REQUIRED"
    assert tries_what_needs_pro("pro") == "VALIDATION_ERROR"


def what_is_no_good_http_is_refused_in_the_envelope(stack: Stack) -> None:
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    for wrong in (
        b"get /health HTTP/1.1\r\n\r\n",
        b"GET health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nX-Long: " + b"a" * 10_000 + b"\r\n\r\n",
        head + b"Content-Length: -1\r\n\r\n",
        head + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n",
    ):
        assert refused_in_the_envelope(stack, wrong) == "MALFORMED_REQUEST", wrong
    long = f"GET /api/v1/{'a' * 9_000} HTTP/1.1\r\nConnection: close\r\n\r\n".encode()
    assert refused_in_the_envelope(stack, long) == "NOT_FOUND"


def refused_in_the_envelope(stack: Stack, sent: bytes) -> str:
    """The code of the answer to `sent`, which ends the connection."""
    port = int(stack.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(sent)
        head, _, body = b"".join(iter(lambda: connection.recv(65_536), b"")).partition(b"\r\n\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in head
    error = json.loads(body)["error"]
    assert f"\r\nX-Request-Id: {error['request_id']}\r\n".encode() in head
    return str(error["code"])


def a_second_gateway_knows_its_users(stack: Stack, logs: Path) -> None:
    with another_gateway(stack, logs) as base_url:
        entered = signed_in(stack, "free", base_url)
        assert send("GET", f"{stack.base_url}/api/v1/users/me", headers=entered).ok


def a_second_stack_in_the_same_place_is_refused(stack: Stack, state: Path) -> None:
    said = refused(STATE=str(state), PORT=str(free_port()))
    assert str(stack.process.process.pid) in said


def refused(**environ: str) -> str:
    """The one line with which a stack does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.local"],
        check=False,
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} " in refused(STATE=str(tmp_path), PORT=port)


@pytest.mark.parametrize("port", ["abc", "-1", "65536"])
def test_a_port_that_is_none_is_told_in_one_line(tmp_path: Path, port: str) -> None:
    assert "PORT" in refused(STATE=str(tmp_path), PORT=port)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel elsewhere ends no orphans")
def test_a_stack_keeps_its_data_through_a_hard_kill_until_told_to_forget(tmp_path: Path) -> None:
    with running_stack(tmp_path, **OWN) as stack:
        name = {"full_name": "Kept Through It All"}
        change_profile(stack, name)
        below = children_of(stack.process.process.pid)
        assert len(below) >= 5
        # The data of now is saved in turn.
        saved = (tmp_path / "firestore/current").resolve()
        assert eventually(lambda: (tmp_path / "firestore/current").resolve() != saved)
        stack.process.process.kill()
        assert eventually(lambda: not any(map(is_alive, below)))
    with running_stack(tmp_path, **OWN) as again:
        assert again.about["users"] == stack.about["users"]
        assert again.about["secrets"] == stack.about["secrets"]
        assert profile(again)["full_name"] == name["full_name"]
        change_profile(again, {"full_name": "Changed At The Last Moment"})
        below = children_of(again.process.process.pid)
        # As a terminal does it: to the whole group, and impatiently.
        for _ in range(3):
            os.killpg(again.process.process.pid, signal.SIGINT)
        assert again.process.process.wait(30) == 0
        assert not any(map(is_alive, below))
    with running_stack(tmp_path, **OWN) as third:
        assert profile(third)["full_name"] == "Changed At The Last Moment"
    with running_stack(tmp_path, **OWN, FRESH="1") as fresh:
        assert fresh.about["users"] != stack.about["users"]
        assert fresh.about["secrets"] != stack.about["secrets"]
        assert (
            send(
                "POST", f"{fresh.base_url}/api/v1/auth/login", json=stack.about["users"]["pro"]
            ).status_code
            == 401
        )


def profile(stack: Stack) -> dict[str, Any]:
    me = send("GET", f"{stack.base_url}/api/v1/users/me", headers=signed_in(stack, "free"))
    data: dict[str, Any] = me.json()["data"]
    return data


def change_profile(stack: Stack, change: dict[str, str]) -> None:
    entered = signed_in(stack, "free")
    url = f"{stack.base_url}/api/v1/users/me"
    etag = send("GET", url, headers=entered).headers["ETag"]
    changed = send("PATCH", url, json=change, headers={**entered, "If-Match": etag})
    assert changed.ok, changed.text


def test_when_the_gateway_ends_the_stack_says_so_and_ends(
    emulators: StartedEmulators, project: str, tmp_path: Path
) -> None:
    with running_stack(tmp_path, GOOGLE_CLOUD_PROJECT=project) as stack:
        below = children_of(stack.process.process.pid)
        own = own_children_of(stack.process.process.pid)
        gateway = next(one for one in own if "tools.local.server" in command_of(one))
        os.kill(gateway, signal.SIGKILL)
        assert stack.process.process.wait(30) == 1
        assert "gateway has ended" in stack.process.log.read_text()
        assert eventually(lambda: not any(map(is_alive, below)))


def test_without_firestore_everything_that_needs_it_is_503(tmp_path: Path) -> None:
    with running_stack(tmp_path, **OWN) as stack:
        url, entered = f"{stack.base_url}/api/v1", signed_in(stack, "pro")
        own = own_children_of(stack.process.process.pid)
        port = stack.about["emulators"]["firestore"].rpartition(":")[2]
        os.kill(next(one for one in own if f"--port={port}" in command_of(one)), signal.SIGKILL)
        assert eventually(lambda: "firestore has ended" in stack.process.log.read_text())

        def asked(method: str, path: str, body: Any = None, **headers: str) -> Any:
            return send(method, f"{url}/{path}", json=body, headers={**entered, **headers})

        with ThreadPoolExecutor() as threads:
            answers = [
                threads.submit(asked, "GET", "users/me"),
                threads.submit(asked, "PATCH", "users/me", {"sex": None}, **{"If-Match": "*"}),
                threads.submit(asked, "POST", "auth/login", stack.about["users"]["pro"]),
                threads.submit(asked, "GET", "programs"),
                threads.submit(asked, "GET", "health/ready"),
            ]
        for answer in [answer.result() for answer in answers]:
            assert answer.status_code == 503, answer.text
            assert answer.json()["error"]["code"] == "UNAVAILABLE"
            assert int(answer.headers["Retry-After"]) >= 1
            assert answer.elapsed.total_seconds() < 10
        assert send("GET", f"{url}/health").ok
    assert stack.process.process.returncode == 0


def command_of(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")


def test_a_stack_that_cannot_start_leaves_nothing_behind(tmp_path: Path) -> None:
    """Firestore's last export is damaged: its emulator ends when it reads it."""
    export = tmp_path / "firestore/current/firestore_export"
    export.mkdir(parents=True)
    (export / "firestore_export.overall_export_metadata").write_text("damaged")
    state = {"STATE": str(tmp_path), "PORT": str(free_port())}
    assert "firestore" in refused(**{**OWN, **state})
    ports = [int(state["PORT"])]
    for port in ports:
        with socket.create_server(("127.0.0.1", port)):
            pass


def test_an_interrupt_that_reaches_make_alone_ends_the_stack(
    emulators: StartedEmulators, project: str, tmp_path: Path
) -> None:
    """As a script sends it; a terminal sends it to both."""
    given = {"STATE": str(tmp_path), "PORT": "0", "GOOGLE_CLOUD_PROJECT": project}
    with subprocess.Popen(
        ["make", "-o", ".venv/.installed", "run"],
        cwd=ROOT,
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        text=True,
    ) as make:
        assert make.stdout is not None
        assert any(line.startswith("ready ") for line in make.stdout)
        below = children_of(make.pid)
        make.send_signal(signal.SIGINT)
        make.wait(30)
        assert len(below) >= 2
        assert not any(map(is_alive, below))


def test_what_make_has_somebody_else_start_is_not_ended_with_make() -> None:
    """Whoever starts a process holds back every signal for a moment: tests that `make` runs do so
    all the time, and hand its variables down."""
    asked = "from tools.local.launch import parent_is_make; print(parent_is_make())"
    given = {**os.environ, "MAKELEVEL": "1"}
    command = [sys.executable, "-c", asked]
    told = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
