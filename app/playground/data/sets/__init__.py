"""Every data set, one a file: how it is drawn, and what it asks of a network."""
