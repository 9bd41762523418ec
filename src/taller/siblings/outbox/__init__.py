"""What is owed to the siblings: stored with the change that it tells of, delivered later, at least once."""
