terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7.0"
    }
  }

  # The bucket is given by `terraform init -backend-config=bucket=…`; infra/bootstrap makes it.
  backend "gcs" {
    prefix = "hypertroq"
  }
}

provider "google" {
  project               = var.project_id
  region                = var.region
  user_project_override = true
  billing_project       = var.project_id

  default_labels = {
    application = "hypertroq"
    environment = var.environment
  }
}
