"""Bundles tried as production takes them. `make bundle-check` tries all; here it is one."""

from dataclasses import replace
from pathlib import Path

import pytest

from tools.bundle_check.checking import LARGER, Checked, budget_of, check
from tools.local.testing import StartedEmulators
from tools.manifest import read_all

GOOD = Checked("users", 300.0, 44, 77.0, 2.0, 401, 401, True)


@pytest.mark.timeout(300)  # Once for each set of pins, it is installed.
def test_a_bundle_is_installed_from_its_own_pins_and_served_and_answers(
    emulators: StartedEmulators, tmp_path: Path
) -> None:
    (checked,) = check(["usage_resets"], tmp_path, rounds=1)
    assert (checked.status, checked.is_reproducible) == (204, True)
    assert 100 < checked.kib < budget_of("usage_resets")["bundle_kib"]
    assert 40 < checked.installed_mib < budget_of("usage_resets")["installed_mib"]
    assert checked.hellos > 1


def test_what_is_within_its_budget_has_no_faults() -> None:
    assert GOOD.faults == []


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (replace(GOOD, is_reproducible=False), "users: built twice it is not the same"),
        (replace(GOOD, kib=2_000.0), "users: 2000 KiB are over the 720"),
        (replace(GOOD, installed_mib=400.0), "users: 400 MiB of libraries are over the 150"),
        (replace(GOOD, name="coach", kib=2_000.0), "coach: 2000 KiB are over the 1100"),
        (replace(GOOD, hellos=9.0), "users: it starts in 9.0 hellos, over the 8"),
        (replace(GOOD, status=500), "users: it answers 500, not 401"),
    ],
)
def test_what_is_not_as_it_should_be_is_said(spoilt: Checked, fault: str) -> None:
    assert spoilt.faults == [fault]


def test_nobody_is_larger_who_is_not_there_or_without_need() -> None:
    assert LARGER.keys() <= read_all().keys()
    for name, larger in LARGER.items():
        assert all(allowed > budget_of("users")[what] for what, allowed in larger.items()), name
