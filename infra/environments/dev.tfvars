project_id  = "hypertroq-dev"
environment = "dev"
