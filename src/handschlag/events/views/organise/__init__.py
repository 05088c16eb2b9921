"""Answers to organisers."""
