"""What a bundle comes to, and what of it is not as it should be."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from tools.bundle_check.building import built_twice
from tools.bundle_check.environments import install, size_of
from tools.bundle_check.serving import Served, first_answer, hello, unzipped
from tools.bundle_check.surroundings import surroundings
from tools.manifest import Manifest, read_all
from tools.smoke.asks import ask_of, contract

_BUDGET = yaml.safe_load((Path(__file__).parent / "budget.yaml").read_text())
LARGER: Mapping[str, Mapping[str, float]] = _BUDGET["larger"]


def budget_of(name: str) -> Mapping[str, float]:
    """What one function's bundle may come to."""
    return {**_BUDGET, **LARGER.get(name, {})}


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    kib: float
    pins: int
    installed_mib: float
    hellos: float
    """Median over the rounds, each start held against the bare function's of the same round."""
    status: int
    expects: int
    is_reproducible: bool

    @property
    def faults(self) -> list[str]:
        return list(self._faults())

    def _faults(self) -> Iterator[str]:
        budget = budget_of(self.name)
        if not self.is_reproducible:
            yield f"{self.name}: built twice it is not the same"
        if self.kib > budget["bundle_kib"]:
            yield f"{self.name}: {self.kib:.0f} KiB are over the {budget['bundle_kib']}"
        if self.installed_mib > budget["installed_mib"]:
            yield (
                f"{self.name}: {self.installed_mib:.0f} MiB of libraries are over the "
                f"{budget['installed_mib']}"
            )
        if self.hellos > budget["starts_in_hellos"]:
            yield (
                f"{self.name}: it starts in {self.hellos:.1f} hellos, over the "
                f"{budget['starts_in_hellos']}"
            )
        if self.status != self.expects:
            yield f"{self.name}: it answers {self.status}, not {self.expects}"


def check(names: Sequence[str], place: Path, rounds: int) -> list[Checked]:
    """Raises `BuildFailed`, `InstallFailed`, `NoStart`."""
    zips, unequal = built_twice(names, place)
    pins = {name: _requirements(zips / f"{name}.zip") for name in names}
    pythons = install(set(pins.values()))
    sizes = {python: size_of(python) / 2**20 for python in pythons.values()}
    manifests = read_all()
    with surroundings(manifests) as settings:
        served = [
            _unzipped(name, zips, place, pythons[pins[name]], manifests, settings) for name in names
        ]
        bare = hello(place / "hello", served[0].python)
        starts, statuses = _started(bare, served, rounds)
    return [
        Checked(
            name=one.name,
            kib=(zips / f"{one.name}.zip").stat().st_size / 1024,
            pins=pins[one.name].count(b"=="),
            installed_mib=sizes[one.python],
            hellos=starts[one.name],
            status=statuses[one.name],
            expects=one.ask.expects,
            is_reproducible=one.name not in unequal,
        )
        for one in served
    ]


def _requirements(bundle: Path) -> bytes:
    with zipfile.ZipFile(bundle) as archive:
        return archive.read("requirements.txt")


def _unzipped(
    name: str,
    zips: Path,
    place: Path,
    python: Path,
    manifests: Mapping[str, Manifest],
    settings: Mapping[str, str],
) -> Served:
    ask = ask_of(manifests[name], contract())
    bundle = zips / f"{name}.zip"
    return unzipped(bundle, place / name, python, manifests[name], ask, settings)


def _started(
    bare: Served, served: Sequence[Served], rounds: int
) -> tuple[Mapping[str, float], Mapping[str, int]]:
    """Multiples of the bare function's start, and the statuses of the first answers."""
    # The first start compiles and fills the disk cache; production's are compiled already.
    statuses = {one.name: first_answer(one)[1] for one in (bare, *served)}
    ratios: dict[str, list[float]] = {one.name: [] for one in served}
    for _ in range(rounds):
        floor, _ = first_answer(bare)
        for one in served:
            ratios[one.name].append(first_answer(one)[0] / floor)
    return {name: median(found) for name, found in ratios.items()}, statuses
