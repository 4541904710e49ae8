locals {
  # Days until somebody is reminded to put a new version. 0: it is never changed, because what was
  # made with it would be found no more.
  rotation_days = {
    "token-signing-keys"          = 90
    "email-index-key"             = 0
    "lemonsqueezy-api-key"        = 180
    "lemonsqueezy-webhook-secret" = 180
    "resend-api-key"              = 180
    "resend-webhook-secret"       = 180
    "google-client-secret"        = 180
    "mail-proof-key"              = 180
    "gemini-api-key"              = 180
  }

  secrets = toset(flatten([for manifest in local.functions : manifest.secrets]))
}

# The places only. What is in them never passes through Terraform or its state.
resource "google_secret_manager_secret" "this" {
  for_each = local.secrets

  secret_id           = each.key
  deletion_protection = local.protected

  replication {
    auto {}
  }

  dynamic "topics" {
    for_each = local.rotation_days[each.key] > 0 ? [google_pubsub_topic.rotation.id] : []
    content {
      name = topics.value
    }
  }

  dynamic "rotation" {
    for_each = local.rotation_days[each.key] > 0 ? [local.rotation_days[each.key] * 86400] : []
    content {
      rotation_period    = "${rotation.value}s"
      next_rotation_time = timeadd(var.rotation_starts, "${rotation.value}s")
    }
  }

  # Secret Manager moves it on with every reminder.
  lifecycle {
    ignore_changes = [rotation[0].next_rotation_time]
  }

  depends_on = [google_pubsub_topic_iam_member.rotation]
}

resource "google_pubsub_topic" "rotation" {
  name = "secret-rotation"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.needed]
}

resource "google_pubsub_topic_iam_member" "rotation" {
  topic  = google_pubsub_topic.rotation.id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
}

# A reminder waits here until an operator has put a new version.
resource "google_pubsub_subscription" "rotation_due" {
  name                       = "secret-rotation-due"
  topic                      = google_pubsub_topic.rotation.id
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = ""
  }
}
