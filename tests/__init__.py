"""The proofs: `unit` mirrors app/, `web` calls the application, `browser` drives it, `frontend` is JavaScript."""
