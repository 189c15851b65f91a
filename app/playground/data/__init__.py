"""Points to learn from: drawn, or a reader's own."""
