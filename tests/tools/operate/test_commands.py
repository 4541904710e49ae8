"""The commands of operators, as docs/operations.md has them."""

import re
import shlex

import pytest

from tools.infra.alerting import RUNBOOKS
from tools.operate.__main__ import COMMANDS, main, parser

PAGE = RUNBOOKS.read_text()
EXAMPLES = sorted(set(re.findall(r"python -m tools\.operate ([^`\n<|]+)", PAGE)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_the_page_says_is_understood(example: str) -> None:
    assert parser().parse_args(shlex.split(example)).command in COMMANDS


def test_every_command_stands_in_the_page_and_can_be_tried_without_harm() -> None:
    assert {example.split()[0] for example in EXAMPLES} == COMMANDS.keys()
    needed = {
        "first-admin": ["--email", "a@b"],
        "rotate": ["x"],
        "replay-dead-letters": ["x"],
        "scan-person": ["--user", "x"],
    }
    for name in COMMANDS:
        assert parser().parse_args([name, *needed.get(name, []), "--dry-run"]).dry_run


def test_without_a_project_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GOOGLE_CLOUD_PROJECT", raising=False)
    assert main(["replay-dead-letters", "emails"]) == 1
    assert "GOOGLE_CLOUD_PROJECT" in capsys.readouterr().err
