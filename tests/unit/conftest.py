"""Property tests that try the same cases on every machine, and judge no speed."""

from hypothesis import settings

settings.register_profile("same everywhere", derandomize=True, deadline=None, database=None, max_examples=30)
settings.load_profile("same everywhere")
