"""The pages of all parts, and what the parts are shown with."""
