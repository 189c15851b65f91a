"""What a page watches: a run that goes on slice by slice, and what it shows."""
