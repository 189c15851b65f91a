"""The edge: parse, call, serialise; no torch of its own."""
