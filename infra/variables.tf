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

variable "domain" {
  description = "Where the API is served through a load balancer. Null: there is none, and functions answer at their own addresses."
  type        = string
  default     = null
}

variable "frontends" {
  description = "Origins of the web frontend, without a slash at the end. Letters and checkouts lead to the first."
  type        = list(string)

  validation {
    condition     = length(var.frontends) > 0 && alltrue([for one in var.frontends : can(regex("^https?://[^/*]+$", one))])
    error_message = "An origin is a scheme, a host and perhaps a port, and none is a pattern."
  }

  validation {
    condition     = var.environment != "prod" || alltrue([for one in var.frontends : startswith(one, "https://")])
    error_message = "In production nobody comes without TLS."
  }
}

variable "mail_from" {
  description = "Who letters are from, at a domain that the mail provider has verified."
  type        = string
}

variable "models" {
  description = "Models of the coach, by the provider's names. thinking_tokens: what models that think may spend on it besides their answer; 0 for those that do not. prices: US dollars for a million tokens in and out; daily_dollars: what all questions of a day may cost. Another embedding model: then POST /admin/catalogue/reindex."
  type = object({
    coach           = optional(string, "gemini-2.0-flash")
    quick           = optional(string, "gemini-2.0-flash-lite")
    thinking_tokens = optional(number, 0)
    prices          = optional(map(string), { FULL = "0.10/0.40", QUICK = "0.075/0.30" })
    daily_dollars   = optional(number, 20)
    embedding       = optional(string, "text-embedding-004")
  })
  default = {}
}

variable "google_sign_in" {
  description = "Our clients at Google, that of the web first, and the exact addresses codes are sent to. Without clients nobody signs in with Google."
  type        = object({ client_ids = list(string), redirect_uris = list(string) })
  default     = { client_ids = [], redirect_uris = [] }

  validation {
    condition     = alltrue([for one in var.google_sign_in.redirect_uris : can(regex("^https://|^http://localhost[:/]", one))])
    error_message = "Codes are sent over https, or to the machine one develops on."
  }
}

variable "sentry_dsn" {
  description = "Where Sentry takes errors that nobody expected, as https://key@host/project. Empty: the log and Error Reporting alone."
  type        = string
  default     = ""

  validation {
    condition     = var.sentry_dsn == "" || can(regex("^https://\\w+@[^/@\\s]+(/[^/\\s]+)*/\\d+$", var.sentry_dsn))
    error_message = "A DSN is https, a key, a host and the number of a project."
  }
}

variable "shop" {
  description = "The shop at the payment provider. The first variant of a plan is sold, later ones are known."
  type = object({
    store_id  = number
    test_mode = bool
    variants  = list(object({ plan = string, id = number }))
  })

  validation {
    condition     = var.environment != "prod" || !var.shop.test_mode
    error_message = "In production people pay with money."
  }
}

variable "rotation_starts" {
  description = "From when on the reminders to renew secrets count, as 2026-01-01T00:00:00Z."
  type        = string
}

variable "pipeline_repository" {
  description = "The repository whose main branch may apply, as owner/name at GitHub. Null: only operators do."
  type        = string
  default     = null

  validation {
    condition     = var.pipeline_repository == null || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.pipeline_repository))
    error_message = "A repository is owner/name."
  }
}

variable "budget" {
  description = "What a month may cost, and the account it is billed to. Null: no budget."
  type        = object({ billing_account = string, currency = string, amount = number })
  default     = null
}
