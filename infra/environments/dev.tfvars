project_id      = "hypertroq-dev"
environment     = "dev"
frontends       = ["https://dev.hypertroq.example", "http://localhost:3000", "http://localhost:5173"]
mail_from       = "HypertroQ <letters@dev.hypertroq.example>"
rotation_starts = "2027-01-01T00:00:00Z"
operators       = ["operations@dev.hypertroq.example"]

google_sign_in = {
  client_ids    = ["dev-web.apps.googleusercontent.com"]
  redirect_uris = ["http://localhost:3000/auth/google"]
}

shop = {
  store_id  = 31415
  test_mode = true
  variants = [
    { plan = "PRO_MONTHLY", id = 271801 },
    { plan = "PRO_YEARLY", id = 271802 },
  ]
}
