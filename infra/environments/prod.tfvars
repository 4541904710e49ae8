project_id  = "hypertroq-prod"
environment = "prod"
