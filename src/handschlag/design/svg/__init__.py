"""Drawings that the server makes: icons, the logo, plots and maps."""
