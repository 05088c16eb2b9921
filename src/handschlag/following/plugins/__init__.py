"""What this app adds to the hooks of the apps below it."""
