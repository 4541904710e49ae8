"""The steps of a deployment: plan, apply, look, and then keep it or go back.

Each step may be a process of its own. What one found out the next reads from `notes`; what is not
noted did not happen, so that a step that dies counts as one that failed.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.infra.losing import losses
from tools.infra.planned import Plan, of
from tools.infra.policies import breaches
from tools.manifest import read_all
from tools.pipeline.release import Release, packed, unpacked
from tools.pipeline.releases import Releases
from tools.pipeline.terraforming import Open, Run, expect
from tools.smoke.asking import Addresses

Look = Callable[[Addresses, Path], list[str]]
"""What is wrong with the functions that answer there, by the manifests of a tree."""

_PLAN = "plan"
_STALE = "Saved plan is stale"


class Refused(Exception):
    """A plan that must not be applied, or a release that is not well. The text says why."""


@dataclass(frozen=True)
class Deployment:
    root: Path
    environment: str
    commit: str
    open: Open
    releases: Releases
    look: Look

    @property
    def notes(self) -> Path:
        return self.root / "build" / "release"

    def plan(self, losing: Collection[str] = ()) -> None:
        """`losing` are addresses that may be deleted although they hold something. Raises
        `Refused` and `Failed`."""
        for note in ("applied", "untouched", "well"):
            self._note(note).unlink(missing_ok=True)
        run = self.open(self.root / "infra")
        expect(run("plan", "-no-color", f"-out={_PLAN}", of(self.environment)))
        shown = json.loads(expect(run("show", "-json", _PLAN)))
        found = breaches(Plan(shown, _PLAN), read_all(self.root))
        found += [
            f"{address}: {what} would be lost"
            for address, what in losses(shown).items()
            if address not in losing
        ]
        if found:
            raise Refused("\n".join(found))
        packed(self.root, self.notes / "release.zip")

    def apply(self) -> None:
        """What was planned. Raises `Failed`."""
        run = self.open(self.root / "infra")
        done = run("apply", "-no-color", _PLAN)
        if _STALE in done.stdout + done.stderr:
            self._note("untouched").touch()
        expect(done)
        self._note("applied").touch()

    def smoke(self) -> None:
        """Raises `Refused` with what is wrong."""
        if not self._note("applied").exists():
            raise Refused("there is nothing new to ask")
        self._expect_well(self.open(self.root / "infra"), self.root)
        self._note("well").touch()

    def settle(self) -> None:
        """Returns when the release is well and kept. Otherwise goes back to the last good one and
        raises `Refused`."""
        if self._note("well").exists():
            release = Release((self.notes / "release.zip").read_bytes())
            self.releases.keep(release, self.commit, datetime.now(UTC))
            return
        if self._note("untouched").exists():
            raise Refused("another deployment came between; nothing was changed, start again")
        raise Refused(f"this release is not well; {self.go_back()}")

    def go_back(self) -> str:
        """To the last good release; a sentence that says so. Raises `Failed` and `Refused`."""
        good = self.releases.last_good()
        if good is None:
            return "there was none before it to go back to"
        root = unpacked(good, self.root / "build" / "rollback" / good.name)
        run = self.open(root / "infra")
        expect(run("apply", "-no-color", "-auto-approve", of(self.environment)))
        self._expect_well(run, root)
        return f"release {good.name[:12]} is back"

    def _expect_well(self, run: Run, root: Path) -> None:
        outputs = json.loads(expect(run("output", "-json")))
        found = self.look(outputs["api"]["value"], root)
        if found:
            raise Refused("\n".join(found))

    def _note(self, name: str) -> Path:
        self.notes.mkdir(parents=True, exist_ok=True)
        return self.notes / name
