"""报告: RunSummary → file."""
