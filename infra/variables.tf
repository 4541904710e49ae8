variable "project_id" {
  description = "The project that holds one environment, and nothing else."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "An id of a project is 6 to 30 small letters, digits and hyphens."
  }
}

variable "environment" {
  description = "Names the environment in labels; `prod` is guarded against deletion."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "There is dev and there is prod."
  }
}

variable "region" {
  description = "Of everything that has one."
  type        = string
  default     = "europe-west1"
}
