"""A real server, a real browser, and what a person would do with them."""
