"""Small networks train in one thread, as they do on the server."""

from app.device import compute_in_one_thread

compute_in_one_thread()
