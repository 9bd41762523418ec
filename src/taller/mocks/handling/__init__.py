"""What is done with what is remembered: one function for each kind of action."""
