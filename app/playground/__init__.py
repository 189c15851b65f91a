"""Small networks that learn: plans, data, layers and training on torch; no HTTP, no sockets, no clock."""
