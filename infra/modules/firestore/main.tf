# The database, what of it is indexed, what expires, and how it is kept from loss.

locals {
  indexes = jsondecode(file("${path.module}/indexes.json"))

  # Nothing of a collection is indexed but what is named below.
  silent    = toset(local.indexes.collections)
  composite = { for one in local.indexes.composite : one.name => one }
  asked     = { for one in local.indexes.fields : "${one.collection}.${one.path}" => one }
}

resource "google_firestore_database" "main" {
  project     = var.project_id
  name        = "(default)"
  location_id = var.location
  type        = "FIRESTORE_NATIVE"

  # Writes go in batches with preconditions; there are no transactions to hold locks.
  concurrency_mode                  = "OPTIMISTIC"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.protected ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.protected ? "ABANDON" : "DELETE"
}

resource "google_firestore_backup_schedule" "daily" {
  project   = var.project_id
  database  = google_firestore_database.main.name
  retention = "604800s" # 7 days

  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  project   = var.project_id
  database  = google_firestore_database.main.name
  retention = "8467200s" # 14 weeks, the longest there is

  weekly_recurrence {
    day = "SUNDAY"
  }
}

resource "google_firestore_index" "composite" {
  for_each = local.composite

  project     = var.project_id
  database    = google_firestore_database.main.name
  collection  = each.value.collection
  query_scope = each.value.scope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value.path
      order        = try(fields.value.order, null)
      array_config = try(fields.value.array, null)

      dynamic "vector_config" {
        for_each = try([fields.value.vector], [])
        content {
          dimension = vector_config.value
          flat {}
        }
      }
    }
  }
}

resource "google_firestore_field" "silent" {
  for_each = local.silent

  project    = var.project_id
  database   = google_firestore_database.main.name
  collection = each.value
  field      = "*"

  # Empty: no index of any field.
  index_config {}
}

resource "google_firestore_field" "asked" {
  for_each = local.asked

  project    = var.project_id
  database   = google_firestore_database.main.name
  collection = each.value.collection
  field      = each.value.path

  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes
      content {
        order        = try(indexes.value.order, null)
        array_config = try(indexes.value.array, null)
        query_scope  = indexes.value.scope
      }
    }
  }
}

resource "google_firestore_field" "expiring" {
  for_each = local.indexes.expiring

  project    = var.project_id
  database   = google_firestore_database.main.name
  collection = each.key
  field      = each.value

  # Moments that only grow would make one hot end of an index, and nobody asks by them.
  index_config {}
  ttl_config {}
}
