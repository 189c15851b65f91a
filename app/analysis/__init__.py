"""Questions one can ask of any activation: torch in, frozen dataclasses out; no HTTP, no drawing."""
