"""The demo: the main job from end to end against a running stack."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.demo.drawing import bar, findings
from tools.local.testing import Stack

ROOT = Path(__file__).parent.parent


def demo(state: Path | None, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.demo"],
        cwd=folder,
        env={"STATE": str(state or ""), "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(120)
def test_the_demo_draws_lints_mends_and_draws_again(stack: Stack) -> None:
    run = demo(stack.state)
    assert run.returncode == 0, run.stderr
    before, _, after = run.stdout.partition("After ")
    assert "124 hard sets in 6 sessions a week" in before
    assert re.search(r"^Lats +17.25 ", before, re.MULTILINE)
    assert len(re.findall(r"^\S.* (below minimum|optimal|high|excessive)$", before, re.M)) == 18
    assert "(can be fixed)" in before
    fixes = int(after.split()[0])
    assert fixes > 0
    assert "(can be fixed)" not in after
    assert before.count("below minimum") > after.count("below minimum")


def test_a_stack_is_found_where_it_is_kept_when_nobody_says_otherwise(
    stack: Stack, tmp_path: Path
) -> None:
    (tmp_path / ".local").symlink_to(stack.state)
    run = demo(None, tmp_path)
    assert run.returncode == 0, run.stderr


def test_without_a_stack_it_says_how_to_get_one(tmp_path: Path) -> None:
    run = demo(tmp_path)
    assert run.returncode == 1
    assert "make run" in run.stderr


def test_a_bar_shows_the_figure_and_both_bounds() -> None:
    drawn = bar({"weekly_sets": 15.0, "minimum": 10.0, "maximum": 20.0})
    assert drawn == "█" * 10 + "|" + "█" * 4 + "·" * 5 + "|" + "·" * 9
    assert bar({"weekly_sets": 99.0, "minimum": 0.0, "maximum": 60.0}) == "|" + "█" * 29


def test_nothing_to_find_is_said() -> None:
    assert findings([]) == "Lint has nothing to say."
