"""What must be true of every plan, so that people come in where they should, and past a wall."""

from collections.abc import Iterator, Mapping

from tools.infra.planned import Plan, Resource
from tools.infra.running import functions
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]


def nobody_enters_past_the_edge(plan: Plan, manifests: Manifests) -> Iterator[str]:
    has_edge = bool(plan.resources("google_compute_global_forwarding_rule"))
    for name, function in functions(plan).items():
        is_open = name in manifests and manifests[name].kind == "http"
        outside = "ALLOW_INTERNAL_AND_GCLB" if has_edge else "ALLOW_ALL"
        expected = outside if is_open else "ALLOW_INTERNAL_ONLY"
        if function.block("service_config").get("ingress_settings") != expected:
            yield f"{name}: the ingress is not {expected}"


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
        # What is not known before apply is left out: that is the wall.
        if not one.values.get("security_policy", True):
            yield f"{one.address}: it stands outside the wall"
    for one in walls:
        yield from _gaps(one)
    for one in plan.resources("google_compute_ssl_policy"):
        if one.values.get("min_tls_version") not in ("TLS_1_2", "TLS_1_3"):
            yield f"{one.address}: TLS older than 1.2 is let in"


def _gaps(wall: Resource) -> Iterator[str]:
    rules = wall.values.get("rule") or []
    for rule in rules:
        if rule.get("preview"):
            yield f"{wall.address}: the rule {rule['priority']} only looks on"
    if not any(rule["action"] in ("throttle", "rate_based_ban") for rule in rules):
        yield f"{wall.address}: it holds no flood back"


POLICIES = (
    nobody_enters_past_the_edge,
    the_edge_has_the_paths_of_the_contract,
    the_edge_has_a_wall,
)
