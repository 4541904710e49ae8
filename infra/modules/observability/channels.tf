resource "google_monitoring_notification_channel" "operator" {
  for_each = toset(var.operators)

  project      = var.project_id
  display_name = "Operator ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }
}

locals {
  channels = [for channel in google_monitoring_notification_channel.operator : channel.name]
}
