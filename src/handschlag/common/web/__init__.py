"""What every app needs to answer a request."""
