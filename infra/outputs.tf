output "api" {
  description = "Where each function that people call answers."
  value       = { for name, one in module.function : name => local.has_edge ? local.api_url : one.url if local.functions[name].kind == "http" }
}

output "address" {
  description = "What the domain's A record must say. Null without a domain."
  value       = one(values(google_compute_global_address.edge)[*].address)
}

output "dead_letters" {
  description = "Where each event function's dead letters wait."
  value       = { for name, one in module.function : name => one.dead_letters if one.dead_letters != null }
}

output "pipeline" {
  description = "What the pipeline names to become the deployer. Null without a repository."
  value = one([
    for key, _ in local.pipeline : {
      provider        = google_iam_workload_identity_pool_provider.github[key].name
      service_account = google_service_account.deployer[key].email
    }
  ])
}
