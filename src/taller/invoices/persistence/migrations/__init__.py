"""How the tables became what they are; Alembic runs these when there is something to upgrade."""
