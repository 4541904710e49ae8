output "channels" {
  value       = local.channels
  description = "Whom to tell, for what is watched elsewhere."
}
