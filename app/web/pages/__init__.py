"""The pages as their templates see them."""
