"""What a contract means, as values: collections, relations, and what each operation does to them."""
