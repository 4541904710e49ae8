# A topic exists because a function publishes to it.
resource "google_pubsub_topic" "this" {
  for_each = toset(flatten([for manifest in local.functions : manifest.publishes]))

  name = each.key

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.needed]
}
