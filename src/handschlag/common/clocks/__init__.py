"""Whose time counts where hosts have clocks of their own."""
