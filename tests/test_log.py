"""A line of the log is what Cloud Logging and Error Reporting read."""

import json

import pytest

from shared import log


def test_an_error_nobody_expected_has_its_stack(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError
    except ValueError as error:
        log.failure("unexpected error", error, request_id="r")
    line = json.loads(capsys.readouterr().out)
    assert line["severity"] == "ERROR"
    assert line["stack_trace"].startswith("Traceback (most recent call last):\n")
    assert "@type" not in line


def test_an_error_without_a_stack_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    log.event("ERROR", "signed and unreadable", bytes=3)
    line = json.loads(capsys.readouterr().out)
    assert line["@type"].endswith(".ReportedErrorEvent")
    assert (line["message"], line["bytes"]) == ("signed and unreadable", 3)


@pytest.mark.parametrize("severity", ["INFO", "WARNING"])
def test_what_is_no_error_is_not_reported(
    capsys: pytest.CaptureFixture[str], severity: str
) -> None:
    log.event(severity, "request", status=200)
    line = json.loads(capsys.readouterr().out)
    assert line == {"severity": severity, "message": "request", "status": 200}


def test_a_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.event("INFO", "two\nlines")
    assert capsys.readouterr().out.count("\n") == 1
