variable "name" {
  description = "Of the function's folder, which is its entry point as well."
  type        = string
}

variable "manifest" {
  description = "Its function.yaml."
  type = object({
    kind            = string
    description     = string
    paths           = list(string)
    memory          = string
    cpu             = string
    timeout_seconds = number
    concurrency     = number
    min_instances   = number
    max_instances   = number
    env             = list(string)
    secrets         = list(string)
    publishes       = list(string)
    subscribes      = optional(string)
    roles           = list(string)
    schedules = optional(list(object({
      name      = string
      cron      = string
      time_zone = string
      body      = any
    })), [])
  })

  validation {
    condition     = length(var.manifest.publishes) == 0 || contains(var.manifest.roles, "roles/pubsub.publisher")
    error_message = "A function that publishes has the role roles/pubsub.publisher."
  }

  validation {
    condition     = alltrue([for role in var.manifest.roles : !can(regex("^roles/(owner|editor|viewer)$|[aA]dmin$", role))])
    error_message = "No function is an owner, an editor or an admin of anything."
  }
}

variable "project" {
  type = object({ id = string, number = string, region = string })
}

variable "settings" {
  description = "Every setting of the project by its name. The function gets those that its manifest names, and what all have."
  type        = map(string)
}

variable "secrets" {
  description = "The project's secrets: id to resource."
  type        = map(string)
}

variable "topics" {
  description = "The project's topics: name to resource."
  type        = map(string)
}

variable "buckets" {
  description = "The buckets by the names of their settings. The function reaches those whose setting it has."
  type        = map(string)
}

variable "build" {
  description = "How it is built: from which zip, put where, as whom, into which repository."
  type = object({
    bundle          = string
    bucket          = string
    service_account = string
    repository      = string
  })
}

variable "open_to" {
  description = "The ingress of functions that people call."
  type        = string
}
