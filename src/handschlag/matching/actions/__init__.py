"""Verbs of matching: each is one transaction, asks permission, and leaves an entry in the audit trail."""
