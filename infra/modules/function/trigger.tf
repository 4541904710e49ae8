# Who may call, and what calls: anybody, or one account that Pub/Sub or Scheduler acts as.

locals {
  callers = local.for_people ? "allUsers" : google_service_account.trigger[0].member
  pubsub  = "serviceAccount:service-${var.project.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_service_account" "trigger" {
  count = local.for_people ? 0 : 1

  account_id   = "to-${local.service}"
  display_name = "Calls ${var.name}"
}

resource "google_cloud_run_v2_service_iam_member" "caller" {
  name     = google_cloudfunctions2_function.this.name
  location = var.project.region
  role     = "roles/run.invoker"
  member   = local.callers
}

resource "google_pubsub_subscription" "this" {
  count = var.manifest.kind == "event" ? 1 : 0

  name                       = local.service
  topic                      = var.topics[var.manifest.subscribes]
  ack_deadline_seconds       = min(600, var.manifest.timeout_seconds + 60)
  message_retention_duration = "604800s"

  push_config {
    push_endpoint = local.url

    oidc_token {
      service_account_email = google_service_account.trigger[0].email
      audience              = local.url
    }
  }

  # 10 s, doubled to 10 min: an outage of six hours loses nothing to the dead letters.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[0].id
    max_delivery_attempts = 40
  }

  # Never: an event function that nothing happens to is not gone.
  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_v2_service_iam_member.caller]
}

resource "google_pubsub_topic" "dead" {
  count = var.manifest.kind == "event" ? 1 : 0

  name = "${local.service}-dead"

  message_storage_policy {
    allowed_persistence_regions = [var.project.region]
  }
}

# Nobody is pushed these. They wait for an operator.
resource "google_pubsub_subscription" "dead" {
  count = var.manifest.kind == "event" ? 1 : 0

  name                       = "${local.service}-dead"
  topic                      = google_pubsub_topic.dead[0].id
  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = ""
  }
}

# Without these two Pub/Sub counts deliveries and moves nothing.
resource "google_pubsub_topic_iam_member" "dead" {
  count = var.manifest.kind == "event" ? 1 : 0

  topic  = google_pubsub_topic.dead[0].id
  role   = "roles/pubsub.publisher"
  member = local.pubsub
}

resource "google_pubsub_subscription_iam_member" "dead" {
  count = var.manifest.kind == "event" ? 1 : 0

  subscription = google_pubsub_subscription.this[0].id
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub
}

resource "google_cloud_scheduler_job" "this" {
  for_each = { for schedule in var.manifest.schedules : schedule.name => schedule }

  name             = each.key
  region           = var.project.region
  schedule         = each.value.cron
  time_zone        = each.value.time_zone
  attempt_deadline = "${var.manifest.timeout_seconds + 30}s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "60s"
    max_backoff_duration = "600s"
  }

  http_target {
    uri         = local.url
    http_method = "POST"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(jsonencode(each.value.body))

    oidc_token {
      service_account_email = google_service_account.trigger[0].email
      audience              = local.url
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.caller]
}
