"""Handschlag, the open platform for innovation networks. Its floors are yet to be built."""
