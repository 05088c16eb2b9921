"""The parts from which pages are made, as data."""
