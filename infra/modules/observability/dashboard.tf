locals {
  every = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/%s\""
  charts = [
    { title = "Requests", filter = format(local.every, "request_count"), aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", by = local.by_service },
    { title = "Failed requests", filter = "${format(local.every, "request_count")} AND metric.labels.response_code_class = \"5xx\"", aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", by = local.by_service },
    { title = "Slowest of 20, ms", filter = format(local.every, "request_latencies"), aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_95", by = local.by_service },
    { title = "Starts, ms", filter = format(local.every, "container/startup_latencies"), aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_95", by = local.by_service },
    { title = "Instances", filter = format(local.every, "container/instance_count"), aligner = "ALIGN_MAX", reducer = "REDUCE_SUM", by = local.by_service },
    { title = "Memory, of what there is", filter = format(local.every, "container/memory/utilizations"), aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_95", by = local.by_service },
    { title = "Oldest message that waits, s", filter = format(local.waiting, "oldest_unacked_message_age", local.quoted.subscriptions), aligner = "ALIGN_MAX", reducer = "REDUCE_MAX", by = ["resource.labels.subscription_id"] },
    { title = "Messages given up", filter = format(local.waiting, "num_undelivered_messages", local.quoted.dead_letters), aligner = "ALIGN_MAX", reducer = "REDUCE_MAX", by = ["resource.labels.subscription_id"] },
    { title = "Firestore reads a request", filter = format(local.from_logs, google_logging_metric.spent["reads"].name), aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_95", by = ["metric.labels.function"] },
    { title = "Firestore writes a request", filter = format(local.from_logs, google_logging_metric.spent["writes"].name), aligner = "ALIGN_DELTA", reducer = "REDUCE_PERCENTILE_95", by = ["metric.labels.function"] },
    { title = "Runs of jobs", filter = format(local.from_logs, google_logging_metric.counted["job_runs"].name), aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.labels.function", "metric.labels.outcome"] },
    { title = "Requests limited", filter = format(local.from_logs, google_logging_metric.counted["requests_limited"].name), aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.labels.function"] },
  ]
}

resource "google_monitoring_dashboard" "overview" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "HypertroQ"
    mosaicLayout = {
      columns = 12
      tiles = [
        for place, chart in local.charts : {
          xPos   = place % 3 * 4
          yPos   = floor(place / 3) * 4
          width  = 4
          height = 4
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart.filter
                    aggregation = {
                      alignmentPeriod    = "300s"
                      perSeriesAligner   = chart.aligner
                      crossSeriesReducer = chart.reducer
                      groupByFields      = chart.by
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  })
}
