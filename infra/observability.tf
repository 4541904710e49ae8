module "observability" {
  source     = "./modules/observability"
  depends_on = [google_project_service.needed]

  project_id = var.project_id
  operators  = var.operators
  reminders  = google_pubsub_subscription.rotation_due.name
  host       = local.has_edge ? var.domain : trimprefix(module.function["health"].url, "https://")

  functions = {
    for name, manifest in local.functions : name => {
      kind            = manifest.kind
      timeout_seconds = manifest.timeout_seconds
      asks_model      = contains(manifest.secrets, "gemini-api-key")
      service         = module.function[name].service
      subscription    = module.function[name].subscription
      dead_letters    = module.function[name].dead_letters
      schedules       = module.function[name].schedules
    }
  }
}

variable "operators" {
  description = "The addresses that alerts and words about money go to."
  type        = list(string)

  validation {
    condition     = length(var.operators) > 0 && alltrue([for one in var.operators : can(regex("^[^@\\s]+@[^@\\s]+$", one))])
    error_message = "Alerts go to at least one address."
  }
}
