"""Writes the document where the function `health` serves it: `python -m tools.openapi`."""

from tools.manifest import ROOT
from tools.openapi.document import text

TARGET = ROOT / "functions" / "health" / "openapi.json"


if __name__ == "__main__":
    TARGET.write_text(text())
    print(f"wrote {TARGET.relative_to(ROOT)}")
