# Whom the function is, and the little it may do. Roles over topics, buckets, secrets and itself are
# given on just these; what remains has no smaller place than the project.

locals {
  roles         = toset(var.manifest.roles)
  storage_roles = toset([for role in local.roles : role if startswith(role, "roles/storage.object")])
  own_roles     = setintersection(local.roles, ["roles/iam.serviceAccountTokenCreator"])
  project_roles = setsubtract(local.roles, setunion(local.storage_roles, local.own_roles, ["roles/pubsub.publisher"]))

  used_buckets = [for setting, bucket in var.buckets : bucket if contains(var.manifest.env, setting)]
}

resource "google_service_account" "runtime" {
  account_id   = "fn-${local.service}"
  display_name = "Function ${var.name}"
}

resource "google_project_iam_member" "runtime" {
  for_each = local.project_roles

  project = var.project.id
  role    = each.key
  member  = google_service_account.runtime.member
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = toset(var.manifest.publishes)

  topic  = var.topics[each.key]
  role   = "roles/pubsub.publisher"
  member = google_service_account.runtime.member
}

resource "google_storage_bucket_iam_member" "runtime" {
  for_each = {
    for pair in setproduct(local.storage_roles, local.used_buckets) :
    "${pair[0]} ${pair[1]}" => { role = pair[0], bucket = pair[1] }
  }

  bucket = each.value.bucket
  role   = each.value.role
  member = google_service_account.runtime.member
}

resource "google_service_account_iam_member" "itself" {
  for_each = local.own_roles

  service_account_id = google_service_account.runtime.name
  role               = each.key
  member             = google_service_account.runtime.member
}

# The versions are listed first, and then the new ones are read.
resource "google_secret_manager_secret_iam_member" "runtime" {
  for_each = {
    for pair in setproduct(var.manifest.secrets, ["roles/secretmanager.secretAccessor", "roles/secretmanager.viewer"]) :
    "${pair[0]} ${pair[1]}" => { secret = pair[0], role = pair[1] }
  }

  secret_id = var.secrets[each.value.secret]
  role      = each.value.role
  member    = google_service_account.runtime.member
}
