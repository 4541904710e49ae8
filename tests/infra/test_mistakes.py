"""Mistakes that somebody may make in the infrastructure, and the words by which each is found."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.infra.planned import Plan
from tools.infra.policies import breaches
from tools.infra.workspace import copied, terraform
from tools.manifest import read_all

TRIGGER = "modules/function/trigger.tf"
FIRESTORE = "modules/firestore/main.tf"
WATCHING = "modules/observability"

TERRAFORM_KNOWS = [
    (
        TRIGGER,
        "  ack_deadline_seconds       = min",
        "  ack_deadline_secs = min",
        "ack_deadline_secs",
    ),
    (TRIGGER, "    max_delivery_attempts", "    max_attempts", "max_attempts"),
    (TRIGGER, "  retry_policy {", "  retries {", "retries"),
    (TRIGGER, "    uri         = local.url\n", "", '"uri" is required'),
    ("secrets.tf", "  replication {\n    auto {}\n  }\n", "", "replication"),
    ("storage.tf", '      type = "Delete"\n', "", '"type" is required'),
    ("budget.tf", "amount {\n", "amount {\n    }\n  amount {\n", "amount"),
    ("edge.tf", '"google_compute_ssl_policy"', '"google_compute_tls_policy"', "tls_policy"),
    ("wall.tf", "    json_parsing =", "    json_parse =", "json_parse"),
    ("build.tf", "format        =", "form          =", '"form"'),
]
"""File, what stands there, the mistake, what is said: all in one run, as Terraform finds them."""

GOOGLE_KNOWS = [
    (TRIGGER, "min(600, var.manifest.timeout_seconds + 60)", "900", "900 is not in 10 to 600"),
    (
        TRIGGER,
        "max_delivery_attempts = 40",
        "max_delivery_attempts = 400",
        "400 is not in 5 to 100",
    ),
    (TRIGGER, "retry_count          = 3", "retry_count          = 9", "9 is not in 0 to 5"),
    ("pipeline.tf", '"deployer"\n  display', '"bob"\n  display', "'bob' does not match"),
    ("build.tf", '"roles/logging.logWriter"', '"roles/logging.writer"', "roles/logging.writer"),
    ("edge.tf", '"TLS_1_2"', '"1.2"', "min_tls_version to be one of"),
    ("secrets.tf", "auto {}", "", "exactly one of auto, user_managed"),
    ("storage.tf", "${var.project_id}-private", "Private", "name 'Private' does not match"),
    (FIRESTORE, '"8467200s"', '"9000000s"', "retention 9e+06 is not in 86400 to"),
    (f"{WATCHING}/uptime.tf", '"${each.value.every}s"', '"120s"', "period '120s' does not match"),
    ("topics.tf", "  name = each.key", '  name = "goog-${each.key}"', "does not match"),
]
"""Found by the rules of the provider, when all names are right."""

Edit = Callable[[dict[str, Any]], object]


def _of(kind: str, change: Edit, where: str = "") -> Callable[[list[dict[str, Any]]], None]:
    """Changes the first resource of a type whose address has the words."""

    def edit(resources: list[dict[str, Any]]) -> None:
        change(next(one for one in resources if one["type"] == kind and where in one["address"]))

    return edit


def _without(kind: str, where: str) -> Callable[[list[dict[str, Any]]], None]:
    def edit(resources: list[dict[str, Any]]) -> None:
        found = next(one for one in resources if one["type"] == kind and where in one["address"])
        found["type"] = "removed"

    return edit


def _set(*path: str | int, to: object) -> Edit:
    def change(resource: dict[str, Any]) -> None:
        held: Any = resource["values"]
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = to

    return change


FUNCTIONS = "google_cloudfunctions2_function"
SUBSCRIPTIONS = "google_pubsub_subscription"
INVOKERS = "google_cloud_run_v2_service_iam_member"
CONFIG = ("service_config", 0)
IN_EVENTS = 'module.function["billing_events"].google_pubsub_subscription.this'
POLICIES_KNOW = {
    "volume: available_memory is not": _of(
        FUNCTIONS, _set(*CONFIG, "available_memory", to="4Gi"), "volume"
    ),
    "auth: settings differ from the manifest: CORS_ORIGINS": _of(
        FUNCTIONS, _set(*CONFIG, "environment_variables", to={}), '"auth"'
    ),
    "sync: there is not a thread for every request": _of(
        FUNCTIONS, _set(*CONFIG, "environment_variables", "THREADS", to="4"), '"sync"'
    ),
    "emails: the ingress is not ALLOW_INTERNAL_ONLY": _of(
        FUNCTIONS, _set(*CONFIG, "ingress_settings", to="ALLOW_ALL"), '"emails"'
    ),
    "programs: the ingress is not ALLOW_INTERNAL_AND_GCLB": _of(
        FUNCTIONS, _set(*CONFIG, "ingress_settings", to="ALLOW_ALL"), '"programs"'
    ),
    "it is the same account as": _of(
        FUNCTIONS,
        _set(*CONFIG, "service_account_email", to="fn-auth@hypertroq-prod.iam.gserviceaccount.com"),
        "users",
    ),
    "it runs as an account that is not its own": _of(
        FUNCTIONS, _set(*CONFIG, "service_account_email", to=None), "sync"
    ),
    "billing_events: its subscription has no dead letters": _of(
        SUBSCRIPTIONS, _set("dead_letter_policy", to=[]), IN_EVENTS
    ),
    "billing_events: its subscription tries again without waiting": _of(
        SUBSCRIPTIONS, _set("retry_policy", to=[]), IN_EVENTS
    ),
    "billing_events: it may run longer": _of(
        SUBSCRIPTIONS, _set("ack_deadline_seconds", to=10), IN_EVENTS
    ),
    "billing_events: its subscription expires": _of(
        SUBSCRIPTIONS, _set("expiration_policy", to=[]), IN_EVENTS
    ),
    "billing_events: nothing keeps its dead letters": _without(
        SUBSCRIPTIONS, 'module.function["billing_events"].google_pubsub_subscription.dead'
    ),
    "the audience of its token is not": _of(
        SUBSCRIPTIONS, _set("push_config", 0, "oidc_token", 0, "audience", to="x"), IN_EVENTS
    ),
    "does not call as an account made for that": _of(
        "google_cloud_scheduler_job",
        _set("http_target", 0, "oidc_token", 0, "service_account_email", to="fn-x@y"),
    ),
    "the schedule weekly-reports is not": _without("google_cloud_scheduler_job", "weekly-reports"),
    "nothing prevents that it becomes public": _of(
        "google_storage_bucket", _set("public_access_prevention", to="inherited"), "private"
    ),
    "objects have access lists": _of(
        "google_storage_bucket", _set("uniform_bucket_level_access", to=False), "exports"
    ),
    "stays for ever": _of("google_storage_bucket", _set("lifecycle_rule", to=[]), "exports"),
    "/api/v1/sync is not both in a manifest and at the edge": _of(
        "google_compute_url_map", _set("path_matcher", 0, "path_rule", to=[]), ".edge"
    ),
    "it does not ask for assertion.ref": _of(
        "google_iam_workload_identity_pool_provider",
        _set("attribute_condition", to="assertion.repository == 'a/b'"),
    ),
    "TLS older than 1.2": _of("google_compute_ssl_policy", _set("min_tls_version", to="TLS_1_0")),
    "there is a load balancer and no wall": _without("google_compute_security_policy", "edge"),
    "this is open to everybody": _of(INVOKERS, _set("member", to="allUsers"), "billing_events"),
    "everybody_looks: this is open to everybody": _of(
        "google_storage_bucket_iam_member",
        _set("role", to="roles/storage.objectViewer"),
        "everybody_looks",
    ),
    "auth: it cannot be called by whom it is for": _of(INVOKERS, _set("member", to="x"), '"auth"'),
    "reports: it was promised roles/datastore.user": _without(
        "google_project_iam_member", 'module.function["reports"]'
    ),
    "gets roles/datastore.owner, which its manifest does not name": _of(
        "google_project_iam_member", _set("role", to="roles/datastore.owner"), '["users"]'
    ),
    "roles/editor is given to somebody": _of(
        "google_project_iam_member", _set("role", to="roles/editor"), "builder"
    ),
    "it may publish to 0 topics of 1": _without(
        "google_pubsub_topic_iam_member", 'module.function["billing"].'
    ),
    "the secret resend-api-key is not both": _of(
        "google_secret_manager_secret", _set("secret_id", to="resend-key"), "resend"
    ),
    "roles/secretmanager.secretAccessor on email-index-key differs": _without(
        "google_secret_manager_secret_iam_member", "email-index-key roles/secretmanager.secretA"
    ),
    "the state would hold a secret": _of(
        "google_secret_manager_secret",
        lambda one: one.update(type="google_secret_manager_secret_version"),
    ),
}
"""A sentence, and what it is said of when it is done to the plan of production."""


@pytest.mark.parametrize("inside", [False, True], ids=["root", "module"])
@pytest.mark.parametrize("mistakes", [TERRAFORM_KNOWS, GOOGLE_KNOWS], ids=["terraform", "google"])
def test_what_google_would_refuse_is_found_before(
    tmp_path: Path, mistakes: list[tuple[str, str, str, str]], inside: bool
) -> None:
    """What depends on something wrong is not looked at, hence the module by itself."""
    made = [one for one in mistakes if one[0].startswith("modules") == inside]
    folder = copied(tmp_path, ("auth",))
    for file, right, wrong, _ in made:
        text = (folder / file).read_text()
        assert right in text, (file, right)
        (folder / file).write_text(text.replace(right, wrong, 1))
    with terraform(folder) as run:
        said = json.loads(run("validate", "-json").stdout)["diagnostics"]
    found = [" ".join(f"{one['summary']} {one.get('detail', '')}".split()) for one in said]
    unnoticed = [words for *_, words in made if not any(words in one for one in found)]
    assert unnoticed == [], found


@pytest.mark.parametrize("sentence", POLICIES_KNOW)
def test_what_must_never_be_is_named(plan: Plan, sentence: str) -> None:
    resources: list[dict[str, Any]] = copy.deepcopy(
        [
            {"address": one.address, "type": one.kind, "values": one.values, "mode": "managed"}
            for one in plan.resources()
        ]
    )
    POLICIES_KNOW[sentence](resources)
    mistaken = Plan({"planned_values": {"root_module": {"resources": resources}}}, "")
    assert any(sentence in one for one in breaches(mistaken, read_all()))
