locals {
  # The registry of functions: see docs/architecture.md, "What is written once".
  functions = {
    for file in fileset("${path.module}/../functions", "*/function.yaml") :
    dirname(file) => yamldecode(file("${path.module}/../functions/${file}"))
  }

  # Guarded against being deleted by a plan.
  protected = var.environment == "prod"
  has_edge  = var.domain != null
}

data "google_project" "this" {
  project_id = var.project_id
}

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
  ])

  service            = each.key
  disable_on_destroy = false
}
