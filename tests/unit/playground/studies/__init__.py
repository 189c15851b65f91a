"""What exhibits train, weigh and time."""
