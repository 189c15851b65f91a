"""One idea per file: its controls, what it measures, the figure it draws; no HTTP."""
