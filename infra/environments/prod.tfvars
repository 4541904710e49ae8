project_id          = "hypertroq-prod"
environment         = "prod"
domain              = "api.hypertroq.example"
frontends           = ["https://hypertroq.example"]
mail_from           = "HypertroQ <letters@hypertroq.example>"
pipeline_repository = "hypertroq/hypertroq"
rotation_starts     = "2027-01-01T00:00:00Z"
operators           = ["operations@hypertroq.example"]

google_sign_in = {
  client_ids    = ["prod-web.apps.googleusercontent.com"]
  redirect_uris = ["https://hypertroq.example/auth/google"]
}

shop = {
  store_id  = 31415
  test_mode = false
  variants = [
    { plan = "PRO_MONTHLY", id = 271801 },
    { plan = "PRO_YEARLY", id = 271802 },
  ]
}

budget = {
  billing_account = "000000-000000-000000"
  currency        = "EUR"
  amount          = 200
}
