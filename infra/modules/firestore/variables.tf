variable "project_id" {
  type        = string
  description = "Whose default database this is."
}

variable "location" {
  type        = string
  description = "A region or multi-region of Firestore. It cannot be changed later."
}

variable "protected" {
  type        = bool
  description = "Whether neither `destroy` nor a slip in the console may take the database away."
  default     = true
}
