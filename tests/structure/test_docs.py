"""What the pages say about the tree, held against the tree."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tools.manifest import ROOT, read_all

DOCS = ROOT / "docs"
ARCHITECTURE = (DOCS / "architecture.md").read_text()


def test_the_picture_shows_every_function() -> None:
    picture = ARCHITECTURE.partition("```mermaid")[2].partition("```")[0]
    shown = re.search(r"subgraph functions.*?\n  end", picture, re.DOTALL)
    assert shown
    assert [name for name in read_all() if not re.search(rf"\b{name}\b", shown.group())] == []


def test_every_topic_stands_with_who_publishes_and_who_hears_it() -> None:
    published, heard = defaultdict(list), defaultdict(list)
    for name, manifest in read_all().items():
        for topic in manifest.publishes:
            published[topic].append(name)
        if manifest.subscribes is not None:
            heard[manifest.subscribes].append(name)
    rows = {
        f"| {topic} | {', '.join(names)} | {', '.join(heard[topic])} |"
        for topic, names in published.items()
    }
    section = ARCHITECTURE.partition("## What follows what")[2].partition("\n## ")[0]
    told = re.findall(r"^\| [a-z].*\|$", section, re.MULTILINE)
    assert set(told) - {"| topic | published by | heard by |"} == rows


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    listed = []
    for number, page in enumerate(sorted((DOCS / "decisions").glob("0*.md")), start=1):
        title = page.read_text().partition("\n")[0].removeprefix(f"# {number}. ")
        assert page.name.startswith(f"{number:04}-"), page.name
        listed.append(f"{number}. [{title}]({page.name})")
    assert (DOCS / "decisions" / "README.md").read_text().endswith("\n" + "\n".join(listed) + "\n")


@pytest.mark.parametrize(
    "page",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))],
    ids=lambda page: page.name,
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
