"""An app that only tests install: kinds of jobs that can be killed, stopped and counted."""
