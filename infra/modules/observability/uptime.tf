# Asked from outside, as people reach it: whether it answers, and whether what it stands on does.

locals {
  asked = {
    alive = { path = "/api/v1/health", says = "ALIVE", every = 60 }
    ready = { path = "/api/v1/health/ready", says = "READY", every = 300 }
  }
}

resource "google_monitoring_uptime_check_config" "health" {
  for_each = local.asked

  project            = var.project_id
  display_name       = "API ${each.key}"
  timeout            = "10s"
  period             = "${each.value.every}s"
  log_check_failures = true

  http_check {
    path         = each.value.path
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  content_matchers {
    content = each.value.says
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project_id, host = var.host }
  }
}

resource "google_monitoring_alert_policy" "unreachable" {
  for_each = { alive = "The API cannot be reached", ready = "The API is not ready" }

  project               = var.project_id
  display_name          = each.value
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = each.value

    condition_threshold {
      filter          = "resource.type = \"uptime_url\" AND metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.check_id = \"${google_monitoring_uptime_check_config.health[each.key].uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1 # One of the places it is asked from may be cut off by itself.
      duration        = "${local.asked[each.key].every * 2}s"

      aggregations {
        alignment_period     = "${local.asked[each.key].every * 2}s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["resource.label.host"]
      }
    }
  }

  documentation {
    content = "What to do: docs/operations.md, “${each.value}”."
    subject = each.value
  }
}
