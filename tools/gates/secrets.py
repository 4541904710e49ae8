"""Nothing secret is written down: detect-secrets' patterns over every file of the tree.

Its own scan takes half a minute over these files, line by line; the patterns are asked of whole
files here. What only looks like a secret is in `not_secret.yaml`, with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import yaml
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.high_entropy_strings import (
    Base64HighEntropyString,
    HexHighEntropyString,
)
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.stripe import StripeDetector

_BY_PATTERN = (
    AWSKeyDetector, AzureStorageKeyDetector, BasicAuthDetector, GitHubTokenDetector,
    GitLabTokenDetector, JwtTokenDetector, NpmDetector, OpenAIDetector, PrivateKeyDetector,
    PypiTokenDetector, SendGridDetector, SlackDetector, StripeDetector,
)  # fmt: skip
_BY_ENTROPY = (Base64HighEntropyString(limit=4.5), HexHighEntropyString(limit=3.0))
_OURS = {
    "Google API Key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "Resend API Key": re.compile(r"\bre_[0-9A-Za-z]{8,}_[0-9A-Za-z]{16,}\b"),
}
"""Of services that we use and detect-secrets does not know."""
_LEFT = {".git", ".venv", ".local", "build", "node_modules", "__pycache__"}
# Full of hashes, and made by a command from what is scanned.
_MADE = re.compile(r"requirements[a-z-]*\.txt|openapi\.json")
_LARGEST = 1024 * 1024
_EXCUSES = Path(__file__).parent / "not_secret.yaml"


@dataclass(frozen=True, slots=True)
class Looks:
    """Something that looks like a secret. What it is, is not told again."""

    file: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} holds what looks like a secret: {self.kind}"


def faults(root: Path) -> list[str]:
    """A sentence for each."""
    found = [one for file in _files(root) for one in _within(root, file)]
    return [str(one) for one in found if not _is_excused(one)]


def looks(text: str, file: str = "") -> list[Looks]:
    """In the order of their places."""
    found = {
        Looks(file, text.count("\n", 0, at) + 1, kind)
        for kind, at in [*_by_pattern(text), *_by_entropy(text)]
    }
    return sorted(found, key=lambda one: (one.line, one.kind))


@cache
def _patterns() -> tuple[tuple[str, "re.Pattern[str]"], ...]:
    theirs = [(kind.secret_type, each) for kind in _BY_PATTERN for each in kind.denylist]
    return (*theirs, *_OURS.items())


def _by_pattern(text: str) -> Iterator[tuple[str, int]]:
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            yield kind, match.start()


def _by_entropy(text: str) -> Iterator[tuple[str, int]]:
    for plugin in _BY_ENTROPY:
        for value in plugin.analyze_string(text):
            if plugin.calculate_shannon_entropy(value) > plugin.entropy_limit:
                yield plugin.secret_type, text.index(value)


def _within(root: Path, file: Path) -> list[Looks]:
    content = file.read_bytes()
    if b"\0" in content[:8_192] or len(content) > _LARGEST:
        return []
    return looks(content.decode(errors="replace"), file.relative_to(root).as_posix())


def _files(root: Path) -> Iterator[Path]:
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        if not _LEFT & set(parts) and not _MADE.fullmatch(file.name) and file.is_file():
            yield file


def _is_excused(one: Looks) -> bool:
    return any(
        fnmatchcase(one.file, excuse["file"]) and fnmatchcase(one.kind, excuse["kind"])
        for excuse in _excuses()
    )


@cache
def _excuses() -> Sequence[Mapping[str, str]]:
    listed: Sequence[Mapping[str, str]] = yaml.safe_load(_EXCUSES.read_text())
    return listed
