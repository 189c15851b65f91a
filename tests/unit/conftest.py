"""Property tests try the same cases on every machine, and judge no speed; one thread computes, as on the server."""

from hypothesis import settings

from app.device import compute_in_one_thread

settings.register_profile("same everywhere", derandomize=True, deadline=None, database=None, max_examples=30)
settings.load_profile("same everywhere")
compute_in_one_thread()
