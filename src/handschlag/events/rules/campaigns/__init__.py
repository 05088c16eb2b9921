"""Campaigns: when something may be entered, what changes at once, and what a list of activities finds."""
