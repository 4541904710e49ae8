"""Call a job of the running stack, as its schedule would: `make job NAME=… BODY='{…}'`."""

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

from tools.local.environment import STACK_FILE, state_folder
from tools.local.gateway import JOBS
from tools.local.private_files import read_private
from tools.manifest import Manifest, read_all

# What Scheduler waits at the most for a job over HTTP.
_PATIENCE_SECONDS = 1_800


def default_body(name: str, manifests: Mapping[str, Manifest]) -> bytes:
    """What the job's first schedule sends."""
    return json.dumps(dict(manifests[name].schedules[0].body)).encode()


def run(base_url: str, name: str, body: bytes) -> tuple[int, str]:
    """Status and body of the answer."""
    request = urllib.request.Request(
        f"{base_url}{JOBS}{name}", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def main(arguments: list[str]) -> int:
    manifests = read_all()
    jobs = sorted(name for name, manifest in manifests.items() if manifest.kind == "job")
    if not arguments or arguments[0] not in jobs:
        print(f"NAME= one of {', '.join(jobs)}", file=sys.stderr)
        return 2
    file = state_folder() / STACK_FILE
    if not file.exists():
        print("No stack is running here. Start it with: make run", file=sys.stderr)
        return 1
    name, given = arguments[0], "".join(arguments[1:])
    body = given.encode() or default_body(name, manifests)
    status, text = run(read_private(file)["base_url"], name, body)
    print(text)
    if status >= 400:
        print(f"{name} answered {status}; why is in logs/gateway.log", file=sys.stderr)
    return int(status >= 400)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
