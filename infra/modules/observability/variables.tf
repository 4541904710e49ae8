variable "project_id" {
  type        = string
  description = "Where everything runs that is watched."
}

variable "functions" {
  description = "Every function by its name: what it is, how it is named in metrics, what feeds it."
  type = map(object({
    kind            = string
    service         = string
    timeout_seconds = number
    asks_model      = bool
    subscription    = optional(string)
    dead_letters    = optional(string)
    schedules       = list(string)
  }))
}

variable "host" {
  description = "Where people reach the API, without a scheme."
  type        = string
}

variable "operators" {
  description = "The addresses that alerts go to."
  type        = list(string)
}

variable "reminders" {
  description = "The subscription in which reminders to renew secrets wait."
  type        = string
}
