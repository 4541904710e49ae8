# Each is named as its runbook in docs/operations.md is.

locals {
  by_service = ["resource.labels.service_name"]
  # Seconds, at least. Anything counted is told as soon as there is one.
  counted = { above = 0, for = 0, every = 300, aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = [], severity = "WARNING" }

  alerts = {
    "Requests fail" = {
      filter   = "${format(local.run, "request_count", local.quoted.services)} AND metric.labels.response_code_class = \"5xx\""
      of       = format(local.run, "request_count", local.quoted.services)
      above    = 0.05
      for      = 300
      every    = 300
      aligner  = "ALIGN_RATE"
      reducer  = "REDUCE_SUM"
      by       = local.by_service
      severity = "CRITICAL"
    }
    "Requests are slow" = {
      filter   = format(local.run, "request_latencies", local.quoted.prompt)
      above    = 1000
      for      = 600
      every    = 300
      aligner  = "ALIGN_DELTA"
      reducer  = "REDUCE_PERCENTILE_95"
      by       = local.by_service
      severity = "WARNING"
    }
    "Requests that wait for others are slow" = {
      filter   = format(local.run, "request_latencies", local.quoted.patient)
      above    = 5000
      for      = 600
      every    = 300
      aligner  = "ALIGN_DELTA"
      reducer  = "REDUCE_PERCENTILE_95"
      by       = local.by_service
      severity = "WARNING"
    }
    "Answers of the coach are slow" = {
      filter   = format(local.run, "request_latencies", local.quoted.talking)
      above    = 30000
      for      = 600
      every    = 300
      aligner  = "ALIGN_DELTA"
      reducer  = "REDUCE_PERCENTILE_95"
      by       = local.by_service
      severity = "WARNING"
    }
    "Messages wait" = {
      filter   = format(local.waiting, "oldest_unacked_message_age", local.quoted.subscriptions)
      above    = 900
      for      = 300
      every    = 60
      aligner  = "ALIGN_MAX"
      reducer  = "REDUCE_MAX"
      by       = ["resource.labels.subscription_id"]
      severity = "ERROR"
    }
    "Messages were given up" = {
      filter   = format(local.waiting, "num_undelivered_messages", local.quoted.dead_letters)
      above    = 0
      for      = 0
      every    = 60
      aligner  = "ALIGN_MAX"
      reducer  = "REDUCE_MAX"
      by       = ["resource.labels.subscription_id"]
      severity = "ERROR"
    }
    "A secret is to be renewed" = {
      filter   = format(local.waiting, "num_undelivered_messages", "\"${var.reminders}\"")
      above    = 0
      for      = 0
      every    = 300
      aligner  = "ALIGN_MAX"
      reducer  = "REDUCE_MAX"
      by       = []
      severity = "WARNING"
    }
    "Messages cannot be read" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["events_parked"].name)
      by     = ["metric.labels.function"]
    })
    "A schedule is not answered" = merge(local.counted, {
      filter = format("resource.type = \"cloud_scheduler_job\" AND metric.type = \"logging.googleapis.com/user/%s\" AND resource.labels.job_id = one_of(%s)", google_logging_metric.counted["schedules_failed"].name, local.quoted.schedules)
      by     = ["resource.labels.job_id"]
    })
    "Errors are logged" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["errors_logged"].name)
      by     = ["resource.labels.service_name", "metric.labels.message"]
    })
    "Billing events are put aside" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["billing_parked"].name)
    })
    "Billing has drifted" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["billing_drift"].name)
      by     = ["metric.labels.scope"]
    })
    "Webhooks are not signed by us" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["webhooks_refused"].name)
      above  = 3
    })
    "Letters are lost" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["letters_lost"].name)
      by     = ["metric.labels.template", "metric.labels.fate"]
    })
    "An erasure left something" = merge(local.counted, {
      filter   = format(local.from_logs, google_logging_metric.counted["erasures_incomplete"].name)
      severity = "ERROR"
    })
    "The model does not answer" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["model_failures"].name)
      by     = local.by_service
      above  = 10
    })
    "Refresh tokens come back" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["tokens_stolen"].name)
      every  = 3600
      above  = 20
    })
    "Many requests are limited" = merge(local.counted, {
      filter = format(local.from_logs, google_logging_metric.counted["requests_limited"].name)
      by     = ["metric.labels.function"]
      above  = 500
    })
    "Functions have no instance left" = merge(local.counted, {
      filter   = format(local.from_logs, google_logging_metric.counted["no_instance"].name)
      by       = local.by_service
      severity = "ERROR"
    })
    "A quota of Google's is used up" = {
      filter   = "resource.type = \"consumer_quota\" AND metric.type = \"serviceruntime.googleapis.com/quota/exceeded\""
      above    = 0
      for      = 0
      every    = 300
      aligner  = "ALIGN_COUNT_TRUE"
      reducer  = "REDUCE_SUM"
      by       = ["metric.labels.quota_metric"]
      severity = "ERROR"
    }
  }
}

resource "google_monitoring_alert_policy" "above" {
  for_each = local.alerts

  project               = var.project_id
  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.key

    condition_threshold {
      filter             = each.value.filter
      denominator_filter = try(each.value.of, null)
      comparison         = "COMPARISON_GT"
      threshold_value    = each.value.above
      duration           = "${each.value.for}s"

      aggregations {
        alignment_period     = "${each.value.every}s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
        group_by_fields      = each.value.by
      }

      dynamic "denominator_aggregations" {
        for_each = can(each.value.of) ? [each.value] : []
        content {
          alignment_period     = "${denominator_aggregations.value.every}s"
          per_series_aligner   = denominator_aggregations.value.aligner
          cross_series_reducer = denominator_aggregations.value.reducer
          group_by_fields      = denominator_aggregations.value.by
        }
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }

  documentation {
    content = "What to do: docs/operations.md, “${each.key}”."
    subject = each.key
  }
}

# Once an hour each of them is called. Who has done nothing for three has stopped.
resource "google_monitoring_alert_policy" "silent" {
  project               = var.project_id
  display_name          = "A job does not run"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = local.jobs
    content {
      display_name = conditions.key

      condition_absent {
        filter   = "${format(local.from_logs, google_logging_metric.counted["job_runs"].name)} AND metric.labels.function = \"${conditions.key}\" AND metric.labels.outcome = \"done\""
        duration = "10800s"

        aggregations {
          alignment_period     = "600s"
          per_series_aligner   = "ALIGN_DELTA"
          cross_series_reducer = "REDUCE_SUM"
        }
      }
    }
  }

  documentation {
    content = "What to do: docs/operations.md, “A job does not run”."
    subject = "A job does not run"
  }
}
