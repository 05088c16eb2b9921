"""What this app adds to the hooks of apps below; apps.py joins the two."""
