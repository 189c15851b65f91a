"""One module for each part of the API, and one for the pages: parse, call, wrap."""
