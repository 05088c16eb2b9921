"""PostgreSQL: Django's own backend, with plans that are kept and fewer questions whether it is there."""
