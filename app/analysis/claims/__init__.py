"""Statements of textbooks and posts, each decided by numbers."""
