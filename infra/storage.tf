# What people send and fetch: nobody reaches it but by addresses that our functions sign. And what
# everybody may see.

resource "google_storage_bucket" "private" {
  name                        = "${var.project_id}-private"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !local.protected

  cors {
    origin          = var.frontends
    method          = ["PUT"]
    response_header = ["Content-Type", "x-goog-content-length-range"]
    max_age_seconds = 600
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 180
    }
  }

  depends_on = [google_project_service.needed]
}

resource "google_storage_bucket" "exports" {
  name                        = "${var.project_id}-exports"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true # Nothing in it is older than a day.

  # What was deleted is gone: an export is a copy.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 1
    }
  }

  depends_on = [google_project_service.needed]
}

# Pictures of exercises, which everybody may look at. Operators put them in; their addresses are the
# `image_url` of an exercise. Nobody may list what is there.
resource "google_storage_bucket" "media" {
  # checkov:skip=CKV_GCP_114:Its pictures are there for everybody.
  name                        = "${var.project_id}-media"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "inherited"
  force_destroy               = !local.protected

  # What was replaced by mistake can be brought back for a month.
  versioning {
    enabled = true
  }

  cors {
    origin          = var.frontends
    method          = ["GET", "HEAD"]
    response_header = ["Content-Type", "ETag"]
    max_age_seconds = 3600
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 30
    }
  }

  depends_on = [google_project_service.needed]
}

resource "google_storage_bucket_iam_member" "everybody_looks" {
  # checkov:skip=CKV_GCP_28:One picture whose address is known, and no list of them.
  bucket = google_storage_bucket.media.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}
