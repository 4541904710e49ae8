"""What a plan must never be, and the sentence by which each is named."""

import copy

import pytest

from tests.infra.mistaken import changed, said_of, to_be, without
from tools.infra.planned import Plan
from tools.infra.running import what_was_built_is_what_runs

FUNCTIONS = "google_cloudfunctions2_function"
SUBSCRIPTIONS = "google_pubsub_subscription"
INVOKERS = "google_cloud_run_v2_service_iam_member"
SCHEDULES = "google_cloud_scheduler_job"
WEEKLY = "weekly-reports"
BUCKETS = "google_storage_bucket"
CONFIG = ("service_config", 0)
IN_EVENTS = 'module.function["billing_events"].google_pubsub_subscription.this'
POLICIES_KNOW = {
    "volume: available_memory is not": changed(
        FUNCTIONS, to_be(*CONFIG, "available_memory", value="4Gi"), "volume"
    ),
    "auth: settings differ from the manifest: CORS_ORIGINS": changed(
        FUNCTIONS, to_be(*CONFIG, "environment_variables", value={}), '"auth"'
    ),
    "sync: there is not a thread for every request": changed(
        FUNCTIONS, to_be(*CONFIG, "environment_variables", "THREADS", value="4"), '"sync"'
    ),
    "emails: the ingress is not ALLOW_INTERNAL_ONLY": changed(
        FUNCTIONS, to_be(*CONFIG, "ingress_settings", value="ALLOW_ALL"), '"emails"'
    ),
    "programs: the ingress is not ALLOW_INTERNAL_AND_GCLB": changed(
        FUNCTIONS, to_be(*CONFIG, "ingress_settings", value="ALLOW_ALL"), '"programs"'
    ),
    "it is the same account as": changed(
        FUNCTIONS,
        to_be(
            *CONFIG, "service_account_email", value="fn-auth@hypertroq-prod.iam.gserviceaccount.com"
        ),
        "users",
    ),
    "it runs as an account that is not its own": changed(
        FUNCTIONS, to_be(*CONFIG, "service_account_email", value=None), "sync"
    ),
    "billing_events: its subscription has no dead letters": changed(
        SUBSCRIPTIONS, to_be("dead_letter_policy", value=[]), IN_EVENTS
    ),
    "billing_events: its subscription tries again without waiting": changed(
        SUBSCRIPTIONS, to_be("retry_policy", value=[]), IN_EVENTS
    ),
    "billing_events: it may run longer": changed(
        SUBSCRIPTIONS, to_be("ack_deadline_seconds", value=10), IN_EVENTS
    ),
    "billing_events: its subscription expires": changed(
        SUBSCRIPTIONS, to_be("expiration_policy", value=[]), IN_EVENTS
    ),
    "billing_events: nothing keeps its dead letters": without(
        SUBSCRIPTIONS, 'module.function["billing_events"].google_pubsub_subscription.dead'
    ),
    "the audience of its token is not": changed(
        SUBSCRIPTIONS, to_be("push_config", 0, "oidc_token", 0, "audience", value="x"), IN_EVENTS
    ),
    "does not call as an account made for that": changed(
        "google_cloud_scheduler_job",
        to_be("http_target", 0, "oidc_token", 0, "service_account_email", value="fn-x@y"),
    ),
    "the schedule weekly-reports is not": without("google_cloud_scheduler_job", "weekly-reports"),
    "nothing prevents that it becomes public": changed(
        "google_storage_bucket", to_be("public_access_prevention", value="inherited"), "private"
    ),
    "objects have access lists": changed(
        "google_storage_bucket", to_be("uniform_bucket_level_access", value=False), "exports"
    ),
    "stays for ever": changed(
        "google_storage_bucket", to_be("lifecycle_rule", value=[]), "exports"
    ),
    "/api/v1/sync is not both in a manifest and at the edge": changed(
        "google_compute_url_map", to_be("path_matcher", 0, "path_rule", value=[]), ".edge"
    ),
    "it does not ask for assertion.ref": changed(
        "google_iam_workload_identity_pool_provider",
        to_be("attribute_condition", value="assertion.repository == 'a/b'"),
    ),
    "TLS older than 1.2": changed(
        "google_compute_ssl_policy", to_be("min_tls_version", value="TLS_1_0")
    ),
    "there is a load balancer and no wall": without("google_compute_security_policy", "edge"),
    "this is open to everybody": changed(
        INVOKERS, to_be("member", value="allUsers"), "billing_events"
    ),
    "everybody_looks: this is open to everybody": changed(
        "google_storage_bucket_iam_member",
        to_be("role", value="roles/storage.objectViewer"),
        "everybody_looks",
    ),
    "auth: it cannot be called by whom it is for": changed(
        INVOKERS, to_be("member", value="x"), '"auth"'
    ),
    "reports: it was promised roles/datastore.user": without(
        "google_project_iam_member", 'module.function["reports"]'
    ),
    "gets roles/datastore.owner, which its manifest does not name": changed(
        "google_project_iam_member", to_be("role", value="roles/datastore.owner"), '["users"]'
    ),
    "roles/editor is given to somebody": changed(
        "google_project_iam_member", to_be("role", value="roles/editor"), "builder"
    ),
    "it may publish to 0 topics of 1": without(
        "google_pubsub_topic_iam_member", 'module.function["billing"].'
    ),
    "the secret resend-api-key is not both": changed(
        "google_secret_manager_secret", to_be("secret_id", value="resend-key"), "resend"
    ),
    "roles/secretmanager.secretAccessor on email-index-key differs": without(
        "google_secret_manager_secret_iam_member", "email-index-key roles/secretmanager.secretA"
    ),
    "the state would hold a secret": changed(
        "google_secret_manager_secret",
        lambda one: one.update(type="google_secret_manager_secret_version"),
    ),
    'auth"].google_storage_bucket_object.bundle: a bundle that changes': changed(
        "google_storage_bucket_object", to_be("name", value="auth.zip"), '"auth"'
    ),
    "health: what is deployed is not what people reach": changed(
        FUNCTIONS, to_be(*CONFIG, "all_traffic_on_latest_revision", value=False), '"health"'
    ),
    "it stands outside the wall": changed(
        "google_compute_backend_service", to_be("security_policy", value=None)
    ),
    "the rule 1000 only looks on": changed(
        "google_compute_security_policy",
        to_be("rule", value=[{"priority": 1000, "action": "throttle", "preview": True}]),
    ),
    "it holds no flood back": changed("google_compute_security_policy", to_be("rule", value=[])),
    "emails: Pub/Sub may not move its dead letters, without roles/pubsub.publisher": without(
        "google_pubsub_topic_iam_member", '"emails"].google_pubsub_topic_iam_member.dead'
    ),
    "emails: Pub/Sub may not move its dead letters, without roles/pubsub.subscriber": without(
        "google_pubsub_subscription_iam_member", '"emails"'
    ),
    "the schedule weekly-reports is paused": changed(
        SCHEDULES, to_be("paused", value=True), WEEKLY
    ),
    "the schedule weekly-reports does not wait as long": changed(
        SCHEDULES, to_be("attempt_deadline", value="60s"), WEEKLY
    ),
    "google_storage_bucket.media: what is put in it stays for ever": changed(
        BUCKETS, to_be("lifecycle_rule", value=[]), "media"
    ),
    "google_storage_bucket.private: it is not in europe-west1": changed(
        BUCKETS, to_be("location", value="US"), "private"
    ),
    "google_storage_bucket.private: nothing guards it": changed(
        BUCKETS, to_be("force_destroy", value=True), "private"
    ),
    "what is published leaves europe-west1": changed(
        "google_pubsub_topic", to_be("message_storage_policy", value=[])
    ),
    "database.main: nothing guards it": changed(
        "google_firestore_database", to_be("delete_protection_state", value=None)
    ),
    'secret.this["mail-proof-key"]: nothing guards it': changed(
        "google_secret_manager_secret", to_be("deletion_protection", value=False), "mail-proof"
    ),
    "no policy looks at a google_project_iam_binding": changed(
        "google_project_iam_member", lambda one: one.update(type="google_project_iam_binding")
    ),
    "user:eve@example.com is nobody of ours": changed(
        "google_project_iam_member", to_be("member", value="user:eve@example.com"), "deployer"
    ),
    "@another.iam.gserviceaccount.com is nobody of ours": changed(
        "google_project_iam_member",
        to_be("member", value="serviceAccount:fn-auth@another.iam.gserviceaccount.com"),
        '"auth"',
    ),
    "only functions read secrets": changed(
        "google_project_iam_member",
        to_be("role", value="roles/secretmanager.secretAccessor"),
        "deployer",
    ),
    "builder: it does not get roles/logging.logWriter, which it needs": without(
        "google_project_iam_member", "google_project_iam_member.builder"
    ),
    "builder: it gets roles/datastore.user, which it does not need": changed(
        "google_project_iam_member", to_be("role", value="roles/datastore.user"), ".builder"
    ),
    "Messages wait: it is switched off": changed(
        "google_monitoring_alert_policy", to_be("enabled", value=False), "Messages wait"
    ),
}
"""A sentence, and what it is said of when it is done to the plan of production."""


@pytest.mark.parametrize("sentence", POLICIES_KNOW)
def test_what_must_never_be_is_named(plan: Plan, sentence: str) -> None:
    assert any(sentence in one for one in said_of(plan, POLICIES_KNOW[sentence]))


def test_what_was_left_out_is_told_from_what_is_known_later(plan: Plan) -> None:
    """Cloud Build's own account is taken then."""
    shown = copy.deepcopy({**plan.shown})
    module = shown["configuration"]["root_module"]["module_calls"]["function"]["module"]
    (function,) = (
        one for one in module["resources"] if one["type"] == "google_cloudfunctions2_function"
    )
    del function["expressions"]["build_config"][0]["service_account"]
    said = list(what_was_built_is_what_runs(Plan(shown, ""), {}))
    assert said == ["functions are built by an account that may do anything"]
