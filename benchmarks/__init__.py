"""What the product promises in time and memory, measured on a real server; `make bench` prints the table."""
