"""What reporting costs whoever does not report, and what it takes for an address."""

import subprocess
import sys

import pytest

from shared.settings import MissingSetting, Reporting, load
from tools.closure import closure_of
from tools.manifest import ROOT
from tools.pins import pins_for

SERVED = """
import sys
from flask import Request
from werkzeug.test import EnvironBuilder
from functions.health import main
from shared.domain.limits import PROFILES
from shared.web.gate import Gate
from shared.web.throttle import throttles

gate = Gate(throttles(PROFILES["local"]), 0, ())
for good, status in ((gate, 200), (None, 500)):
    request = Request(EnvironBuilder("/health").get_environ())
    assert main.endpoint.bound(lambda: good, dict).answer(request).status_code == status
print(sorted({"sentry_sdk", "shared.sentry", "shared.reports"} & sys.modules.keys()))
"""


def served(dsn: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SERVED],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "SENTRY_DSN": dsn},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_an_address_nothing_of_sentry_is_loaded_even_by_an_error() -> None:
    done = served("")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "['shared.reports']"


def test_an_address_that_cannot_be_one_stops_the_start() -> None:
    done = served("https://sentry.example/7")
    assert done.returncode == 1
    assert "MissingSetting: SENTRY_DSN is not of the form" in done.stderr


@pytest.mark.parametrize(
    ("dsn", "fits"),
    [
        ("https://0a1b@o1.ingest.de.sentry.io/4501", True),
        ("http://key@127.0.0.1:9000/some/folder/1", True),
        ("https://o1.ingest.sentry.io/4501", False),
        ("https://key@sentry.example", False),
        ("https://key@sentry.example/project", False),
        ("key@sentry.example/1", False),
        ("https://key@sentry.example/1 ?", False),
    ],
)
def test_an_address_of_sentry_has_a_key_a_host_and_a_number(
    monkeypatch: pytest.MonkeyPatch, dsn: str, fits: bool
) -> None:
    monkeypatch.setenv("SENTRY_DSN", dsn)
    if fits:
        assert load(Reporting).sentry_dsn == dsn
        return
    with pytest.raises(MissingSetting, match="SENTRY_DSN") as raised:
        load(Reporting)
    assert dsn not in str(raised.value)


@pytest.mark.parametrize("name", ["health", "emails", "owed_messages"])
def test_bundles_of_every_kind_can_report(name: str) -> None:
    assert "sentry_sdk.Client" in closure_of(name, ROOT).libraries


def test_a_bundle_has_the_library_with_its_hashes() -> None:
    assert "sentry-sdk==" in pins_for(["sentry_sdk.transport.HttpTransport"], ROOT)
