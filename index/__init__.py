"""检索: a mirror of the ledger for search; can be rebuilt."""
