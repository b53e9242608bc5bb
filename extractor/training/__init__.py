"""Training of the shipped model: corpora mapped to one schema, and what is learned from them."""
