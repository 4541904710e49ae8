# What an environment may not be, said before anything is planned. What is not told here is from
# -var-file.

mock_provider "google" {}

run "each_variable_is_what_it_says" {
  command = plan

  variables {
    project_id          = "HypertroQ"
    environment         = "staging"
    frontends           = ["https://*"]
    pipeline_repository = "*"
  }

  expect_failures = [
    var.project_id,
    var.environment,
    var.frontends,
    var.pipeline_repository,
  ]
}
