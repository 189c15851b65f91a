"""Exhibits are measured in one thread, as they are on the server."""

from app.device import compute_in_one_thread

compute_in_one_thread()
