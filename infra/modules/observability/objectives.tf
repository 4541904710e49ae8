# What people may expect of the API over four weeks, and how fast the allowance is used up.

resource "google_monitoring_custom_service" "api" {
  project      = var.project_id
  service_id   = "api"
  display_name = "HypertroQ API"
}

resource "google_monitoring_slo" "available" {
  project             = var.project_id
  service             = google_monitoring_custom_service.api.service_id
  slo_id              = "available"
  display_name        = "99.5 % of requests are not failed by us"
  goal                = 0.995
  rolling_period_days = 28

  request_based_sli {
    good_total_ratio {
      total_service_filter = format(local.run, "request_count", local.quoted.people)
      bad_service_filter   = "${format(local.run, "request_count", local.quoted.people)} AND metric.labels.response_code_class = \"5xx\""
    }
  }
}

resource "google_monitoring_slo" "prompt" {
  project             = var.project_id
  service             = google_monitoring_custom_service.api.service_id
  slo_id              = "prompt"
  display_name        = "99 % of requests are answered within a second"
  goal                = 0.99
  rolling_period_days = 28

  request_based_sli {
    distribution_cut {
      distribution_filter = format(local.run, "request_latencies", local.quoted.prompt)

      range {
        min = 0
        max = 1000
      }
    }
  }
}

locals {
  # At these paces 2 % of the allowance goes in an hour, or 5 % in six. The short window ends the
  # alert once it is over.
  paces = {
    fast = { long = "3600s", short = "300s", above = 13.44, severity = "CRITICAL" }
    slow = { long = "21600s", short = "1800s", above = 5.6, severity = "WARNING" }
  }
  objectives = {
    available = { slo = google_monitoring_slo.available.name, of = "failures" }
    prompt    = { slo = google_monitoring_slo.prompt.name, of = "slowness" }
  }
  burning = {
    for pair in setproduct(keys(local.objectives), keys(local.paces)) : join("_", pair) => {
      name = "The allowance of ${local.objectives[pair[0]].of} goes ${pair[1] == "fast" ? "fast" : "slowly"}"
      slo  = local.objectives[pair[0]].slo
      pace = local.paces[pair[1]]
    }
  }
}

resource "google_monitoring_alert_policy" "burning" {
  for_each = local.burning

  project               = var.project_id
  display_name          = each.value.name
  combiner              = "AND"
  severity              = each.value.pace.severity
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = [each.value.pace.long, each.value.pace.short]
    content {
      display_name = "Over ${conditions.value}"

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${each.value.slo}\", \"${conditions.value}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.pace.above
        duration        = "0s"
      }
    }
  }

  documentation {
    content = "What to do: docs/operations.md, “The allowance goes”."
    subject = each.value.name
  }
}
