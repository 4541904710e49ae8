"""Mistakes that somebody may make in the infrastructure, and the words by which each is found."""

import json
from pathlib import Path

import pytest

from tools.infra.workspace import copied, terraform

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
