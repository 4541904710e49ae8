"""Nothing fails unseen: alerts are there, count what the code logs, and have their pages."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.infra.mistaken import Resources, said_of
from tools.infra.alerting import RUNBOOKS, conditions, runbooks
from tools.infra.planned import Plan
from tools.manifest import ROOT


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ('"programs"', "programs: no alert tells that its requests fail"),
        ('"programs"', "programs: no alert tells that it is slow"),
        ('"imports"', "imports: no alert tells that it is slow"),
        ('"coach"', "coach: no alert tells that it is slow"),
        ("weekly_reports", "weekly_reports: no alert tells that it does not run"),
        ('"billing-events"', "billing-events: no alert tells that its messages wait"),
        ('"emails-dead"', "emails-dead: no alert tells that something is in it"),
        ("secret-rotation-due", "secret-rotation-due: no alert tells that something is in it"),
        (
            "reconcile-hourly",
            "subscription-reconcile-hourly: no alert tells that it is not answered",
        ),
        ("user/billing_drift", "forgotten: an alert asks for it, and nothing counts it"),
        (
            "user/erasures_incomplete",
            "forgotten: an alert asks for it, and nothing counts it",
        ),
        ("“Letters are lost”", "Letters are lost: no page in docs/operations.md says what to do"),
    ],
)
def test_what_is_forgotten_is_told_by_its_name(plan: Plan, word: str, sentence: str) -> None:
    quoted = json.dumps(word, ensure_ascii=False)[1:-1]
    forgotten = "user/forgotten" if word.startswith("user/") else "nobody"

    def mistake(resources: Resources) -> None:
        for one in _alerts(resources):
            text = json.dumps(one["values"], ensure_ascii=False)
            one["values"] = json.loads(text.replace(quoted, forgotten))

    assert sentence in said_of(plan, mistake)


def test_an_alert_to_nobody_is_told(plan: Plan) -> None:
    def mistake(resources: Resources) -> None:
        for one in _alerts(resources):
            one["values"]["notification_channels"] = []

    assert "Requests fail: it goes to nobody" in said_of(plan, mistake)


def test_every_page_is_of_an_alert(plan: Plan) -> None:
    told = {
        match.group(1)
        for one in plan.resources("google_monitoring_alert_policy")
        if (match := re.search("“(.+)”", one.block("documentation")["content"]))
    }
    assert [page for page in runbooks() if page not in told] == ["The budget"]
    assert plan.resources("google_billing_budget")


def test_a_page_that_leads_elsewhere_leads_somewhere() -> None:
    text = RUNBOOKS.read_text()
    alerts = text.partition("\n## Alerts\n")[2]
    headings = set(re.findall(r"^###? (.+)$", text, re.MULTILINE))
    assert set(re.findall("See “(.+?)”|see “(.+?)”", alerts)) - {("", "")}
    assert {a or b for a, b in re.findall("See “(.+?)”|see “(.+?)”", alerts)} <= headings


def test_every_metric_counts_a_line_that_the_code_writes(plan: Plan) -> None:
    written = dict(_written())
    for metric in plan.resources("google_logging_metric"):
        told = metric.values["filter"]
        messages = re.search(r"jsonPayload\.message = (?:\(([^)]*)\)|(\"[^\"]*\"))", told)
        for message in (
            re.findall(r'"([^"]+)"', "".join(filter(None, messages.groups()))) if messages else []
        ):
            asked = set(re.findall(r"jsonPayload\.(\w+)", json.dumps(metric.values)))
            assert message in written, message
            assert asked - {"message"} <= written[message], (message, written[message])


def test_windows_are_such_as_monitoring_takes(plan: Plan) -> None:
    for condition in conditions(plan):
        assert int(condition["duration"].removesuffix("s")) % 60 == 0
        for aggregation in condition["aggregations"]:
            assert 60 <= int(aggregation["alignment_period"].removesuffix("s")) <= 90_000


def test_the_dashboard_shows_a_chart_in_each_place(plan: Plan) -> None:
    (board,) = plan.resources("google_monitoring_dashboard")
    tiles = json.loads(board.values["dashboard_json"])["mosaicLayout"]["tiles"]
    places = {(tile["xPos"], tile["yPos"]) for tile in tiles}
    assert len(places) == len(tiles) >= 12
    assert {x for x, _ in places} == {0, 4, 8}


def _alerts(resources: Resources) -> Resources:
    return [one for one in resources if one["type"] == "google_monitoring_alert_policy"]


def _written() -> Iterator[tuple[str, set[str]]]:
    """Each message that is logged by its own words, with the names of what stands beside it."""
    for folder in ("shared", "functions"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if not isinstance(node, ast.Call) or ast.unparse(node.func) != "log.event":
                    continue
                message = node.args[1]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    yield message.value, {word.arg for word in node.keywords if word.arg}
