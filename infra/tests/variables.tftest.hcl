# What an environment may not be, said before anything is planned. What is not told here is from
# -var-file.

mock_provider "google" {}

run "each_variable_is_what_it_says" {
  command = plan

  variables {
    project_id          = "HypertroQ"
    environment         = "staging"
    pipeline_repository = "*"
    sentry_dsn          = "https://sentry.example"
  }

  expect_failures = [
    var.project_id,
    var.environment,
    var.pipeline_repository,
    var.sentry_dsn,
  ]
}

# What is asked of it by its environment is asked once that is a good one.
run "a_frontend_is_one_place" {
  command = plan

  variables {
    environment = "dev"
    frontends   = ["https://*"]
  }

  expect_failures = [
    var.frontends,
  ]
}

run "production_is_in_earnest" {
  command = plan

  variables {
    environment = "prod"
    frontends   = ["https://hypertroq.example", "http://localhost:3000"]
    shop        = { store_id = 1, test_mode = true, variants = [] }
  }

  expect_failures = [
    var.frontends,
    var.shop,
  ]
}
