# How bundles become functions.

resource "google_storage_bucket" "bundles" {
  name                        = "${var.project_id}-bundles"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true # Any bundle can be made again from its commit.

  depends_on = [google_project_service.needed]
}

resource "google_artifact_registry_repository" "functions" {
  repository_id = "functions"
  location      = var.region
  format        = "DOCKER"
  description   = "Images that Cloud Functions builds from our bundles."

  cleanup_policies {
    id     = "keep-the-last"
    action = "KEEP"

    most_recent_versions {
      keep_count = 5
    }
  }

  cleanup_policies {
    id     = "delete-the-old"
    action = "DELETE"

    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [google_project_service.needed]
}

resource "google_service_account" "builder" {
  account_id   = "builder"
  display_name = "Builds functions"

  depends_on = [google_project_service.needed]
}

resource "google_project_iam_member" "builder" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.builder.member
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  repository = google_artifact_registry_repository.functions.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

resource "google_storage_bucket_iam_member" "builder" {
  bucket = google_storage_bucket.bundles.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.builder.member
}

# Cloud Functions copies what it builds to a bucket of its own making, and the builder reads it
# there. The condition keeps it out of what people have sent us.
resource "google_project_iam_member" "builder_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member

  condition {
    title      = "Sources of functions"
    expression = "resource.name.startsWith('projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-')"
  }
}
