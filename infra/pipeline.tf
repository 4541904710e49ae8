# The pipeline reaches the project without a key: GitHub vouches for the repository and its main
# branch, and for no other. Pull requests plan offline and reach nothing.

locals {
  pipeline = var.pipeline_repository == null ? {} : { this = var.pipeline_repository }

  # What `terraform apply` manages. It hands out roles, so whoever is this account could take any:
  # that is why it belongs to one branch.
  deployer_roles = [
    "roles/artifactregistry.admin",
    "roles/cloudbuild.builds.editor", # The main branch's own workflow starts the build.
    "roles/cloudfunctions.admin",
    "roles/cloudscheduler.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.securityAdmin",
    "roles/datastore.owner",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountUser",
    "roles/iam.workloadIdentityPoolAdmin",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/monitoring.admin",
    "roles/pubsub.admin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/run.admin",
    "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ]
}

resource "google_iam_workload_identity_pool" "pipeline" {
  for_each = local.pipeline

  workload_identity_pool_id = "pipeline"
  display_name              = "The pipeline"

  depends_on = [google_project_service.needed]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  for_each = local.pipeline

  workload_identity_pool_id          = google_iam_workload_identity_pool.pipeline[each.key].workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository == '${each.value}' && assertion.ref == 'refs/heads/main'"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
    "attribute.ref"        = "assertion.ref"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "deployer" {
  for_each = local.pipeline

  account_id   = "deployer"
  display_name = "Applies this configuration"

  depends_on = [google_project_service.needed]
}

resource "google_service_account_iam_member" "deployer" {
  for_each = local.pipeline

  service_account_id = google_service_account.deployer[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.pipeline[each.key].name}/attribute.repository/${each.value}"
}

resource "google_project_iam_member" "deployer" {
  for_each = toset(var.pipeline_repository == null ? [] : local.deployer_roles)

  project = var.project_id
  role    = each.key
  member  = google_service_account.deployer["this"].member
}

# The predefined role that manages secrets reads them as well. This one does not.
resource "google_project_iam_custom_role" "secret_places" {
  for_each = local.pipeline

  role_id     = "secretPlaces"
  title       = "Places of secrets"
  description = "Makes and guards secrets without reading what is in them."

  permissions = [
    "secretmanager.secrets.create",
    "secretmanager.secrets.delete",
    "secretmanager.secrets.get",
    "secretmanager.secrets.getIamPolicy",
    "secretmanager.secrets.list",
    "secretmanager.secrets.setIamPolicy",
    "secretmanager.secrets.update",
  ]

  depends_on = [google_project_service.needed]
}

resource "google_project_iam_member" "secret_places" {
  for_each = local.pipeline

  project = var.project_id
  role    = google_project_iam_custom_role.secret_places[each.key].name
  member  = google_service_account.deployer[each.key].member
}
