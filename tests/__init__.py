"""The proofs: `unit` mirrors app/, `web` calls the application, `browser` drives a real one, `frontend` is JavaScript."""
