"""What a stand-in remembers, and how it is shown."""
