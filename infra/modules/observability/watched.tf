# Who is watched, as filters name them. An alert is billed by its conditions, so one condition
# watches all of its kind and tells which of them it is.

locals {
  services = [for one in values(var.functions) : one.service]
  people   = { for name, one in var.functions : name => one if one.kind == "http" }
  prompt   = [for one in values(local.people) : one.service if one.timeout_seconds <= 30]
  # They wait for other services, or read what people send.
  patient = [for one in values(local.people) : one.service if one.timeout_seconds > 30 && !one.asks_model]
  # A model writes their answers, for as long as that takes.
  talking = [for one in values(local.people) : one.service if one.timeout_seconds > 30 && one.asks_model]
  jobs    = { for name, one in var.functions : name => one if one.kind == "job" }

  subscriptions = [for one in values(var.functions) : one.subscription if one.kind == "event"]
  dead_letters  = [for one in values(var.functions) : one.dead_letters if one.kind == "event"]
  schedules     = flatten([for one in values(var.functions) : one.schedules])

  run       = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/%s\" AND resource.labels.service_name = one_of(%s)"
  waiting   = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/%s\" AND resource.labels.subscription_id = one_of(%s)"
  from_logs = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user/%s\""

  quoted = {
    for name, those in {
      services      = local.services
      prompt        = local.prompt
      patient       = local.patient
      talking       = local.talking
      people        = [for one in values(local.people) : one.service]
      subscriptions = local.subscriptions
      dead_letters  = local.dead_letters
      schedules     = local.schedules
    } : name => join(", ", formatlist("\"%s\"", those))
  }
}
