"""Contributions are called for, proposed, reviewed, decided about and put into the programme."""
