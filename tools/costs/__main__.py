"""`python -m tools.costs`: writes the tables of docs/costs.md."""

import re
import sys

from tools.costs import people, subscriptions
from tools.costs.pricing import table
from tools.manifest import ROOT

PAGE = ROOT / "docs" / "costs.md"


def tables() -> dict[str, str]:
    """By the words between which each stands in the page."""
    return {
        "people": table(people.month()),
        "actions": people.actions_table(),
        "crowd": people.crowd_table(),
        "subscriptions": table(subscriptions.month()),
    }


def written(page: str) -> str:
    for name, text in tables().items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        page = re.sub(f"{begin}.*?{end}", f"{begin}\n{text}\n{end}", page, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
