output "service" {
  description = "Its name in Cloud Run, and in the labels of metrics."
  value       = google_cloudfunctions2_function.this.name
}

output "url" {
  value = local.url
}

output "subscription" {
  description = "The push subscription of an event function, else null."
  value       = one(google_pubsub_subscription.this[*].name)
}

output "dead_letters" {
  description = "The pull subscription that holds what an event function gave up on, else null."
  value       = one(google_pubsub_subscription.dead[*].name)
}

output "schedules" {
  description = "The names of a job's schedules."
  value       = keys(google_cloud_scheduler_job.this)
}
