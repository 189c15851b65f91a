"""The application as a program meets it, over HTTP, and the files that carry it to another machine."""
