"""What a request may ask and what is answered, as models that OpenAPI describes."""
