"""Every function has its budget of Firestore operations, or says why it needs none."""

import re

import pytest

from tools.manifest import ROOT, read_all

STRUCTURE = ROOT / "tests" / "structure"
MEASURED = {
    "admin": "test_budgets_of_admin.test_the_dashboard_is_a_read_for_each_figure",
    "auth": "test_budgets.test_signing_in_and_out",
    "billing": "test_budgets.test_buying_and_seeing_where_one_stands",
    "billing_events": "test_budgets_of_billing.test_the_events_that_the_costs_are_made_of",
    "coach": "test_budgets_of_coach.test_a_question_is_some_reads_and_none_by_rule",
    "emails": "test_budgets_of_followers.test_a_letter_is_two_reads_and_two_writes",
    "exercises": "test_budgets.test_the_catalogue_costs_a_visitor_nothing_and_a_member_one_read",
    "export_runs": "test_budgets_of_files.test_an_export_reads_each_workout_once",
    "exports": "test_budgets_of_files.test_an_export_reads_each_workout_once",
    "import_runs": "test_budgets_of_files.test_taking_up_a_file_costs_its_events_and_little_more",
    "imports": "test_budgets_of_files.test_the_routes_of_imports",
    "measurements": "test_budgets_of_measurements.test_a_year_is_read_by_the_row",
    "merge_runs": "test_budgets_of_merging.test_what_moves_costs_its_documents_and_little_more",
    "organizations": "test_budgets_of_organizations.test_an_organisation_is_a_few_reads",
    "programs": "test_budgets.test_reading_a_program_is_one_read",
    "reports": "test_budgets_of_reports.test_a_report_is_one_read",
    "subscription_audit": (
        "test_budgets_of_followers.test_each_follower_writes_what_it_is_there_for"
    ),
    "subscription_receipts": (
        "test_budgets_of_followers.test_each_follower_writes_what_it_is_there_for"
    ),
    "sync": "test_budgets.test_a_batch_of_a_hundred_events_is_two_reads_and_two_writes_beside_them",
    "usage_resets": "test_budgets_of_followers.test_each_follower_writes_what_it_is_there_for",
    "users": "test_budgets_of_reports.test_statistics_read_every_workout_once",
    "volume": "test_budgets.test_the_volume_of_a_stored_program_is_one_read",
    "weekly_report": "test_budgets_of_reports.test_a_report_reads_the_whole_log_once_a_week",
    "workouts": "test_budgets_of_workouts.test_a_year_is_read_by_the_row",
}
"""Function -> one of the tests that count what it reads and writes."""

UNMEASURED = {
    "billing_webhook": "it publishes, and has no database",
    "embeddings": "it writes one vector for each exercise that changed, and waits for a model",
    "erasure": "once in a person's life: it reads and removes what there is of them",
    "erasures": "a job: it reads who is due, by the page",
    "health": "it stands on nothing",
    "mail_webhook": "one letter in a thousand comes back",
    "owed_messages": "a job: what it does is what others left undone",
    "subscription_reconcile": "a job: docs/costs.md has what it reads in a night",
    "text_embeddings": "it writes one vector for each text that changed, and waits for a model",
    "weekly_reports": "a job: it reads whose week ended, by the page",
}


def faults() -> list[str]:
    named = MEASURED.keys() | UNMEASURED.keys()
    found = [
        f"{name}: no test counts what it reads and writes" for name in read_all().keys() - named
    ]
    return sorted(found)


def test_no_function_is_without_a_budget() -> None:
    assert faults() == []


@pytest.mark.parametrize("name", MEASURED)
def test_a_budget_is_a_test_that_is_there(name: str) -> None:
    module, _, test = MEASURED[name].partition(".")
    assert re.search(rf"^def {test}\(", (STRUCTURE / f"{module}.py").read_text(), re.MULTILINE)
    assert name not in UNMEASURED
