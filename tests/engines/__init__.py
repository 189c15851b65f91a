"""`make browsers`: the pages in Firefox and WebKit, whose engines are others than that of all other tests."""
