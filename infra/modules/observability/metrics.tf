# What only the log tells. Each counts lines of one message, as the code writes them.

locals {
  lines = "resource.type = \"cloud_run_revision\""
  metrics = {
    events_parked = {
      tells  = "Messages that a function could not read, and put aside"
      filter = "${local.lines} AND jsonPayload.message = \"event\" AND jsonPayload.outcome = \"parked\""
      labels = ["function"]
    }
    job_runs = {
      tells  = "Runs of jobs, by what became of them"
      filter = "${local.lines} AND jsonPayload.message = \"job\""
      labels = ["function", "outcome"]
    }
    billing_parked = {
      tells  = "Events of the payment provider that were put aside"
      filter = "${local.lines} AND jsonPayload.message = \"billing\" AND jsonPayload.outcome = \"PARKED\""
      labels = []
    }
    billing_drift = {
      tells  = "Reconciliations that found a difference"
      filter = "${local.lines} AND jsonPayload.message = \"billing_drift\" AND severity = \"WARNING\""
      labels = ["scope"]
    }
    letters_lost = {
      tells  = "Letters that will not be sent, or of which nobody knows"
      filter = "${local.lines} AND jsonPayload.message = \"letter\" AND jsonPayload.fate = (\"FAILED\" OR \"UNCERTAIN\")"
      labels = ["template", "fate"]
    }
    erasures_incomplete = {
      tells  = "Erasures that found something of a person when nothing was to be left"
      filter = "${local.lines} AND jsonPayload.message = \"an erasure left something\""
      labels = []
    }
    webhooks_refused = {
      tells  = "Webhooks whose signature is none of ours"
      filter = "${local.lines} AND jsonPayload.message = \"request\" AND jsonPayload.function = \"billing_webhook\" AND jsonPayload.status = 401"
      labels = []
    }
    requests_limited = {
      tells  = "Requests that were turned away because there were too many"
      filter = "${local.lines} AND jsonPayload.message = \"request\" AND jsonPayload.status = 429"
      labels = ["function", "route"]
    }
    tokens_stolen = {
      tells  = "Refresh tokens that were used a second time"
      filter = "${local.lines} AND jsonPayload.message = \"a used refresh token came back, its session was ended\""
      labels = []
    }
    model_failures = {
      tells  = "Questions that the language model did not answer, or refused"
      filter = "${local.lines} AND jsonPayload.message = (\"the model did not answer\" OR \"the model refused\")"
      labels = []
    }
    errors_logged = {
      tells  = "Errors, expected by nobody or to be mended by an operator"
      filter = "${local.lines} AND severity >= ERROR AND jsonPayload.message : *"
      labels = ["message"]
    }
    no_instance = {
      tells  = "Requests for which there was no instance, and could be none"
      filter = "${local.lines} AND textPayload : \"no available instance\""
      labels = []
    }
    schedules_failed = {
      tells  = "Calls of Cloud Scheduler that were not answered well"
      filter = "resource.type = \"cloud_scheduler_job\" AND severity >= ERROR"
      labels = []
    }
  }

  # Spent on one request, event or run.
  spent = toset(["reads", "writes"])
}

resource "google_logging_metric" "counted" {
  for_each = local.metrics

  project          = var.project_id
  name             = each.key
  description      = each.value.tells
  filter           = each.value.filter
  label_extractors = { for label in each.value.labels : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }
}

resource "google_logging_metric" "spent" {
  for_each = local.spent

  project          = var.project_id
  name             = "firestore_${each.key}"
  description      = "Firestore ${each.key} that one request, event or run came to, as they are billed"
  filter           = "${local.lines} AND jsonPayload.message = (\"request\" OR \"event\" OR \"job\") AND jsonPayload.${each.key} >= 0"
  value_extractor  = "EXTRACT(jsonPayload.${each.key})"
  label_extractors = { function = "EXTRACT(jsonPayload.function)" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "1"

    labels {
      key        = "function"
      value_type = "STRING"
    }
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 16
      growth_factor      = 2
      scale              = 1
    }
  }
}
