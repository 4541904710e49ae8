# Kept apart from functions, which come and go: one database for all of them.
module "firestore" {
  source     = "./modules/firestore"
  depends_on = [google_project_service.needed]

  project_id = var.project_id
  location   = var.firestore_location
  protected  = var.environment == "prod"
}

variable "firestore_location" {
  description = "Of the database and its backups: a multi-region outlives a region. It cannot be changed later."
  type        = string
  default     = "eur3"
}
