"""The ledger's history: one linear line of Alembic migrations."""
