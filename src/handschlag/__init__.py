"""Handschlag, the open platform for innovation networks. Its floors, from the ground up: ARCHITECTURE.md."""
