"""How requests come in and answers go out: JSON, streams, problems, headers; no word of activations."""
