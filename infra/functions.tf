locals {
  # What functions find in their environment. Each gets what its manifest names; what is missing
  # here stops the plan.
  settings = {
    GOOGLE_CLOUD_PROJECT   = var.project_id
    TOKEN_ISSUER           = "hypertroq-${var.environment}"
    TOKEN_AUDIENCE         = "hypertroq-api"
    JWKS_URL               = "${local.api_url}/api/v1/auth/jwks"
    CORS_ORIGINS           = join(",", var.frontends)
    TRUSTED_PROXY_HOPS     = local.has_edge ? "2" : "1" # The load balancer appends the client and itself.
    LIMITS                 = "production"
    LEMONSQUEEZY_STORE_ID  = tostring(var.shop.store_id)
    LEMONSQUEEZY_VARIANTS  = join(",", [for one in var.shop.variants : "${one.plan}=${one.id}"])
    LEMONSQUEEZY_TEST_MODE = tostring(var.shop.test_mode)
    LEMONSQUEEZY_API_URL   = "https://api.lemonsqueezy.com/v1"
    CHECKOUT_RETURN_URL    = "${var.frontends[0]}/billing"
    RESEND_API_URL         = "https://api.resend.com"
    GEMINI_API_URL         = "https://generativelanguage.googleapis.com"
    COACH_MODEL            = var.models.coach
    COACH_QUICK_MODEL      = var.models.quick
    COACH_THINKING_TOKENS  = tostring(var.models.thinking_tokens)
    COACH_PRICES           = join(",", [for size, price in var.models.prices : "${size}=${price}"])
    COACH_DAILY_DOLLARS    = tostring(var.models.daily_dollars)
    EMBEDDING_MODEL        = var.models.embedding
    MAIL_FROM              = var.mail_from
    FRONTEND_URL           = var.frontends[0]
    GOOGLE_CLIENT_IDS      = join(",", var.google_sign_in.client_ids)
    GOOGLE_REDIRECT_URIS   = join(",", var.google_sign_in.redirect_uris)
    GOOGLE_JWKS_URL        = "https://www.googleapis.com/oauth2/v3/certs"
    GOOGLE_TOKEN_URL       = "https://oauth2.googleapis.com/token"
    SENTRY_DSN             = var.sentry_dsn
    PRIVATE_BUCKET         = google_storage_bucket.private.name
    EXPORTS_BUCKET         = google_storage_bucket.exports.name
    DELETION_GRACE_DAYS    = "30"
    ERASURE_REST_MINUTES   = "30"
  }

  auth_url = "https://auth-${data.google_project.this.number}.${var.region}.run.app"
  api_url  = local.has_edge ? "https://${var.domain}" : local.auth_url
}

module "function" {
  source   = "./modules/function"
  for_each = local.functions

  name     = each.key
  manifest = each.value
  project  = { id = var.project_id, number = data.google_project.this.number, region = var.region }
  settings = local.settings
  secrets  = { for id, secret in google_secret_manager_secret.this : id => secret.id }
  topics   = { for name, topic in google_pubsub_topic.this : name => topic.id }
  open_to  = local.has_edge ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"

  buckets = {
    PRIVATE_BUCKET = google_storage_bucket.private.name
    EXPORTS_BUCKET = google_storage_bucket.exports.name
  }

  build = {
    bundle          = "${path.module}/../build/${each.key}.zip"
    bucket          = google_storage_bucket.bundles.name
    service_account = google_service_account.builder.id
    repository      = google_artifact_registry_repository.functions.id
  }

  depends_on = [
    google_artifact_registry_repository_iam_member.builder,
    google_project_iam_member.builder,
    google_project_iam_member.builder_sources,
    google_storage_bucket_iam_member.builder,
  ]
}
