"""读取: Capture → Document."""
