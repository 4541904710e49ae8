"""The README's tour, run as a newcomer would: every line of it, against a stack of its own."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tools.local.testing import Stack

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```bash\n(.*?)```", re.DOTALL)


def tour() -> str:
    readme = (ROOT / "README.md").read_text()
    return readme.partition("## A tour")[2].partition("\n## ")[0]


def without_stated_answers(block: str) -> str:
    return "\n".join(line for line in block.splitlines() if not line.startswith("#>"))


@pytest.mark.timeout(180)
def test_the_tour_runs_and_shows_what_it_says(stack: Stack) -> None:
    blocks = BLOCK.findall(tour())
    assert len(blocks) >= 6
    script = "\n".join(
        f"echo; echo '== {n}'\n{without_stated_answers(b)}" for n, b in enumerate(blocks)
    )
    script = script.replace("http://127.0.0.1:8080", stack.base_url)
    script = script.replace(".local/stack.json", str(stack.state / "stack.json"))
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**os.environ, "STATE": str(stack.state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    shown = re.split(r"^== \d+$", run.stdout, flags=re.MULTILINE)[1:]
    for block, output in zip(blocks, shown, strict=True):
        for line in block.splitlines():
            if line.startswith("#> "):
                assert line.removeprefix("#> ") in output, f"{line}\nnot in\n{output[:2000]}"
