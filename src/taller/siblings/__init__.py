"""How the invoice service speaks with the six others: one client, and what is owed to them."""
