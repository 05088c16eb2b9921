"""Organisers before the event: setting up, readiness, rules, demand."""
