"""Run a module in the running stack's environment: `python -m tools.local.attached tools.seed`."""

import json
import os
import sys
from typing import Any

from tools.local.environment import STACK_FILE, environment, state_folder


def environment_of(stack: dict[str, Any]) -> dict[str, str]:
    """What the functions of a running stack have, told from its `stack.json`."""
    addresses = {**stack["emulators"], **stack["standins"]}
    return environment(stack["base_url"], stack["project_id"], addresses)


def main() -> None:
    file = state_folder() / STACK_FILE
    if not file.exists():
        sys.exit("No stack is running here. Start it with: make run")
    environ = environment_of(json.loads(file.read_text()))
    os.execve(sys.executable, [sys.executable, "-m", *sys.argv[1:]], environ)  # noqa: S606


if __name__ == "__main__":
    main()
