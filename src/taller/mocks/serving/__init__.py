"""Stand-ins on their ports: the server, and what is around each of them."""
