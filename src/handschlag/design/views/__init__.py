"""Views of the design system: the theme, the errors, and the page of all parts."""
