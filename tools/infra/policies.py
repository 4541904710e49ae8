"""What must be true of every plan, whatever Terraform says to it: who may enter, who may do what,
that nothing which arrives is lost, and that nothing fails unseen. Each policy gives a sentence for
each breach."""

from collections.abc import Callable, Iterator, Mapping

from tools.infra import alerting, granting, indexing
from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]
Policy = Callable[[Plan, Manifests], Iterator[str]]

_DEPLOYED = {
    "available_memory": "memory",
    "available_cpu": "cpu",
    "timeout_seconds": "timeout_seconds",
    "max_instance_request_concurrency": "concurrency",
    "min_instance_count": "min_instances",
    "max_instance_count": "max_instances",
}
_WEEK, _TWO_WEEKS = 604_800, 1_209_600


def breaches(plan: Plan, manifests: Manifests) -> list[str]:
    return [sentence for policy in POLICIES for sentence in policy(plan, manifests)]


def functions(plan: Plan) -> dict[str, Resource]:
    found = plan.resources("google_cloudfunctions2_function")
    return {one.block("build_config").get("entry_point", ""): one for one in found}


def all_functions_are_deployed_as_declared(plan: Plan, manifests: Manifests) -> Iterator[str]:
    found = functions(plan)
    for name in sorted(manifests.keys() ^ found.keys()):
        yield f"{name} is not both in functions/ and in the plan"
    for name in sorted(manifests.keys() & found.keys()):
        config = found[name].block("service_config")
        for attribute, key in _DEPLOYED.items():
            if config.get(attribute) != getattr(manifests[name], key):
                yield f"{name}: {attribute} is not the manifest's {key}"
        given = dict(config.get("environment_variables") or {})
        if given.pop("THREADS", None) != str(manifests[name].concurrency):
            yield f"{name}: there is not a thread for every request that it takes at once"
        missing = set(manifests[name].env) ^ set(given)
        if missing:
            yield f"{name}: settings differ from the manifest: {', '.join(sorted(missing))}"


def nobody_enters_past_the_edge(plan: Plan, manifests: Manifests) -> Iterator[str]:
    has_edge = bool(plan.resources("google_compute_global_forwarding_rule"))
    for name, function in functions(plan).items():
        is_open = name in manifests and manifests[name].kind == "http"
        outside = "ALLOW_INTERNAL_AND_GCLB" if has_edge else "ALLOW_ALL"
        expected = outside if is_open else "ALLOW_INTERNAL_ONLY"
        if function.block("service_config").get("ingress_settings") != expected:
            yield f"{name}: the ingress is not {expected}"


def what_arrives_is_not_lost(plan: Plan, manifests: Manifests) -> Iterator[str]:
    pushed = {
        one.module: one
        for one in plan.resources("google_pubsub_subscription")
        if one.values.get("push_config")
    }
    events = {name: one for name, one in manifests.items() if one.kind == "event"}
    for name in sorted(events.keys() ^ pushed.keys()):
        yield f"{name}: an event function has one push subscription, and no other has"
    for name in sorted(events.keys() & pushed.keys()):
        yield from _unsafe(name, events[name], pushed[name])
        if not _waits(plan, name):
            yield f"{name}: nothing keeps its dead letters for two weeks"


def _unsafe(name: str, manifest: Manifest, subscription: Resource) -> Iterator[str]:
    if not subscription.values.get("dead_letter_policy"):
        yield f"{name}: its subscription has no dead letters"
    if not subscription.block("retry_policy").get("minimum_backoff"):
        yield f"{name}: its subscription tries again without waiting"
    if subscription.values.get("ack_deadline_seconds", 0) <= manifest.timeout_seconds:
        yield f"{name}: it may run longer than its subscription waits"
    if subscription.block("expiration_policy").get("ttl") != "":
        yield f"{name}: its subscription expires"
    if _seconds(subscription.values.get("message_retention_duration")) < _WEEK:
        yield f"{name}: its subscription keeps messages for less than a week"


def _waits(plan: Plan, name: str) -> bool:
    return any(
        one.module == name
        and not one.values.get("push_config")
        and _seconds(one.values.get("message_retention_duration")) >= _TWO_WEEKS
        for one in plan.resources("google_pubsub_subscription")
    )


def _seconds(duration: object) -> float:
    return float(str(duration).removesuffix("s")) if duration else 0


def every_schedule_runs(plan: Plan, manifests: Manifests) -> Iterator[str]:
    declared = {
        (schedule.name, schedule.cron, schedule.time_zone)
        for manifest in manifests.values()
        for schedule in manifest.schedules
    }
    planned = {
        (one.values["name"], one.values["schedule"], one.values["time_zone"])
        for one in plan.resources("google_cloud_scheduler_job")
    }
    for name, *_ in sorted(declared ^ planned):
        yield f"the schedule {name} is not the manifest's"


def callers_prove_who_they_are(plan: Plan, _: Manifests) -> Iterator[str]:
    """The token is of the function's own caller and for the function alone."""
    for one in plan.resources("google_pubsub_subscription", "google_cloud_scheduler_job"):
        call = one.block("push_config") or one.block("http_target")
        if not call:
            continue
        token = (call.get("oidc_token") or [{}])[0]
        address = call.get("push_endpoint") or call.get("uri")
        if not str(token.get("service_account_email")).startswith("to-"):
            yield f"{one.address}: it does not call as an account made for that"
        if token.get("audience") != address:
            yield f"{one.address}: the audience of its token is not the address it calls"


def files_are_private(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_storage_bucket"):
        prevention = one.values.get("public_access_prevention")
        if prevention != "enforced" and not one.values["name"].endswith("-media"):
            yield f"{one.address}: nothing prevents that it becomes public"
        if one.values.get("uniform_bucket_level_access") is not True:
            yield f"{one.address}: objects have access lists of their own"
        if one.values["name"].endswith(("-private", "-exports")):
            rules = one.values.get("lifecycle_rule") or []
            if not any(rule["action"][0]["type"] == "Delete" for rule in rules):
                yield f"{one.address}: what people leave in it stays for ever"


def secrets_stay_out_of_the_state(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_secret_manager_secret_version"):
        yield f"{one.address}: the state would hold a secret"


def the_edge_has_the_paths_of_the_contract(plan: Plan, manifests: Manifests) -> Iterator[str]:
    declared = {
        path
        for manifest in manifests.values()
        for prefix in manifest.paths
        for path in (prefix, f"{prefix}/*")
    }
    for one in plan.resources("google_compute_url_map"):
        matchers = one.values.get("path_matcher") or []
        rules = [rule for matcher in matchers for rule in matcher["path_rule"]]
        if matchers:
            for path in sorted(declared ^ {path for rule in rules for path in rule["paths"]}):
                yield f"{path} is not both in a manifest and at the edge"


def the_edge_has_a_wall(plan: Plan, _: Manifests) -> Iterator[str]:
    backends = plan.resources("google_compute_backend_service")
    walls = plan.resources("google_compute_security_policy")
    if backends and not walls:
        yield "there is a load balancer and no wall"
    for one in backends:
        if one.values.get("security_policy") == "":
            yield f"{one.address}: it stands outside the wall"
    for one in plan.resources("google_compute_ssl_policy"):
        if one.values.get("min_tls_version") not in ("TLS_1_2", "TLS_1_3"):
            yield f"{one.address}: TLS older than 1.2 is let in"


def the_pipeline_is_one_branch(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_iam_workload_identity_pool_provider"):
        condition = str(one.values.get("attribute_condition"))
        for claim in ("assertion.repository == '", "assertion.ref == 'refs/heads/main'"):
            if claim not in condition:
                yield f"{one.address}: it does not ask for {claim.rstrip(' =' + chr(39))}"


POLICIES: tuple[Policy, ...] = (
    all_functions_are_deployed_as_declared,
    nobody_enters_past_the_edge,
    what_arrives_is_not_lost,
    every_schedule_runs,
    callers_prove_who_they_are,
    files_are_private,
    secrets_stay_out_of_the_state,
    the_edge_has_the_paths_of_the_contract,
    the_edge_has_a_wall,
    the_pipeline_is_one_branch,
    granting.only_people_s_functions_are_open,
    granting.functions_are_themselves,
    granting.functions_have_their_roles_and_no_more,
    granting.secrets_are_read_by_those_who_say_so,
    granting.nobody_is_everything,
    *indexing.POLICIES,
    *alerting.POLICIES,
)
