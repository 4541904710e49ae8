output "database" {
  value       = google_firestore_database.main.name
  description = "Its name."
}
