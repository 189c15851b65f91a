"""What goes on while a page watches: sockets, messages, frames, and turns on one thread."""
