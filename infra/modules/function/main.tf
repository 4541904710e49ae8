locals {
  # Services of Cloud Run have no underscores. The address is known before there is a service,
  # so that a function can be told its own.
  service = replace(var.name, "_", "-")
  url     = "https://${local.service}-${var.project.number}.${var.project.region}.run.app"

  # What no manifest names, because every function has it.
  everywhere = ["SENTRY_DSN"]

  for_people = var.manifest.kind == "http"

  settings = merge(var.settings, local.for_people ? {} : {
    PUSH_AUTH            = "google"
    PUSH_AUDIENCES       = local.url
    PUSH_SERVICE_ACCOUNT = google_service_account.trigger[0].email
  })
}

# The name holds the content: equal bytes are not deployed again.
resource "google_storage_bucket_object" "bundle" {
  name   = "${var.name}/${filesha256(var.build.bundle)}.zip"
  bucket = var.build.bucket
  source = var.build.bundle
}

resource "google_cloudfunctions2_function" "this" {
  name        = local.service
  location    = var.project.region
  description = var.manifest.description

  build_config {
    runtime           = "python311"
    entry_point       = var.name
    service_account   = var.build.service_account
    docker_repository = var.build.repository

    source {
      storage_source {
        bucket = var.build.bucket
        object = google_storage_bucket_object.bundle.name
      }
    }

    automatic_update_policy {}
  }

  service_config {
    service_account_email            = google_service_account.runtime.email
    available_memory                 = var.manifest.memory
    available_cpu                    = var.manifest.cpu
    timeout_seconds                  = var.manifest.timeout_seconds
    max_instance_request_concurrency = var.manifest.concurrency
    min_instance_count               = var.manifest.min_instances
    max_instance_count               = var.manifest.max_instances
    ingress_settings                 = local.for_people ? var.open_to : "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision   = true

    # The server's own default is four threads a CPU, whatever is sent to an instance at once.
    environment_variables = merge(
      { for name in concat(var.manifest.env, local.everywhere) : name => local.settings[name] },
      { THREADS = tostring(var.manifest.concurrency) },
    )
  }
}
