"""Terraform against the cloud, as the account that this runs as."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.infra.terraform import find

Run = Callable[..., "subprocess.CompletedProcess[str]"]
"""Terraform with these arguments in one folder that was initialised."""
Open = Callable[[Path], Run]
"""Initialises a folder `infra`. Raises `Failed`."""

_READ = ("show", "output")


class Failed(Exception):
    """A command of Terraform's went wrong; what it says was printed."""


@dataclass(frozen=True, slots=True)
class CloudTerraform:
    binary: str
    folder: Path

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What changes something takes minutes, and is printed as it comes."""
        command = [self.binary, f"-chdir={self.folder}", *arguments]
        env = {**os.environ, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
        if arguments[0] in _READ:
            return subprocess.run(command, check=False, capture_output=True, text=True, env=env)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
        ) as process:
            said = []
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                said.append(line)
        return subprocess.CompletedProcess(command, process.returncode, "".join(said), "")


def opened_with(state_bucket: str) -> Open:
    """Raises `NoTerraform`."""

    def opened(folder: Path) -> Run:
        run = CloudTerraform(find(), folder)
        expect(run("init", "-no-color", f"-backend-config=bucket={state_bucket}"))
        return run

    return opened


def expect(done: "subprocess.CompletedProcess[str]") -> str:
    """What it printed. Raises `Failed`."""
    if done.returncode:
        raise Failed(f"{done.stdout}{done.stderr}".strip())
    return done.stdout
