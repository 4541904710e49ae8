# The load balancer before the functions that people call, with a wall against floods. Only where
# there is a domain; without one the functions answer at their own addresses.

locals {
  edge  = local.has_edge ? { this = var.domain } : {}
  faced = local.has_edge ? { for name, manifest in local.functions : name => manifest.paths if manifest.kind == "http" } : {}
}

resource "google_compute_global_address" "edge" {
  for_each = local.edge

  name = "edge"

  depends_on = [google_project_service.needed]
}

resource "google_compute_managed_ssl_certificate" "edge" {
  for_each = local.edge

  name = "edge-${replace(each.value, ".", "-")}"

  managed {
    domains = [each.value]
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [google_project_service.needed]
}

resource "google_compute_ssl_policy" "edge" {
  for_each = local.edge

  name            = "edge"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"

  depends_on = [google_project_service.needed]
}

resource "google_compute_region_network_endpoint_group" "function" {
  for_each = local.faced

  name                  = module.function[each.key].service
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = module.function[each.key].service
  }
}

resource "google_compute_backend_service" "function" {
  for_each = local.faced

  name                  = module.function[each.key].service
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.edge["this"].id

  backend {
    group = google_compute_region_network_endpoint_group.function[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = 0.1 # Functions log every request themselves.
  }
}

# The paths of the contract, as the manifests have them. What nobody answers, `health` refuses.
resource "google_compute_url_map" "edge" {
  for_each = local.edge

  name            = "edge"
  default_service = google_compute_backend_service.function["health"].id

  host_rule {
    hosts        = [each.value]
    path_matcher = "api"
  }

  path_matcher {
    name            = "api"
    default_service = google_compute_backend_service.function["health"].id

    dynamic "path_rule" {
      for_each = local.faced
      content {
        paths   = flatten([for path in path_rule.value : [path, "${path}/*"]])
        service = google_compute_backend_service.function[path_rule.key].id
      }
    }
  }
}

resource "google_compute_target_https_proxy" "edge" {
  for_each = local.edge

  name             = "edge"
  url_map          = google_compute_url_map.edge[each.key].id
  ssl_certificates = [google_compute_managed_ssl_certificate.edge[each.key].id]
  ssl_policy       = google_compute_ssl_policy.edge[each.key].id
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each = local.edge

  name                  = "edge-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge[each.key].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.edge[each.key].id
}

# Whoever comes without TLS is sent to where there is.
resource "google_compute_url_map" "redirect" {
  for_each = local.edge

  name = "edge-redirect"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "PERMANENT_REDIRECT"
    strip_query            = false
  }

  depends_on = [google_project_service.needed]
}

resource "google_compute_target_http_proxy" "redirect" {
  for_each = local.edge

  name    = "edge-redirect"
  url_map = google_compute_url_map.redirect[each.key].id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each = local.edge

  name                  = "edge-http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.edge[each.key].id
  port_range            = "80"
  target                = google_compute_target_http_proxy.redirect[each.key].id
}
