# What is turned away before it costs an instance. The limits that the contract tells of are the
# functions' own and far below these. There is no SQL and no HTML here, so nothing looks for it.

locals {
  # Calls of one address in a minute. A gym shares an address; the payment provider has few.
  floods = [
    { priority = 2000, path = "/api/v1/webhooks", calls = 6000 },
    { priority = 2100, path = "/api/v1/auth", calls = 300 },
    { priority = 2200, path = "/", calls = 3000 },
  ]
}

resource "google_compute_security_policy" "edge" {
  for_each = local.edge

  name        = "edge"
  description = "Known attacks and floods."

  # Its body must be read as what it is.
  advanced_options_config {
    json_parsing = "STANDARD"
    log_level    = "NORMAL"
  }

  rule {
    priority    = 1000
    action      = "deny(403)"
    description = "Log4Shell and its like"

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('cve-canary', {'sensitivity': 1})"
      }
    }
  }

  rule {
    priority    = 1100
    action      = "deny(403)"
    description = "Smuggled and split requests"

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('protocolattack-v33-stable', {'sensitivity': 1})"
      }
    }
  }

  dynamic "rule" {
    for_each = local.floods
    content {
      priority    = rule.value.priority
      action      = "throttle"
      description = "Floods below ${rule.value.path}"

      match {
        expr {
          expression = "request.path.startsWith('${rule.value.path}')"
        }
      }

      rate_limit_options {
        conform_action = "allow"
        exceed_action  = "deny(429)"
        enforce_on_key = "IP"

        rate_limit_threshold {
          count        = rule.value.calls
          interval_sec = 60
        }
      }
    }
  }

  rule {
    priority    = 2147483647
    action      = "allow"
    description = "Everybody else"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  depends_on = [google_project_service.needed]
}
