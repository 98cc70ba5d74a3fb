"""Speed, memory and quality, as ratios in one run. Never imported by the product; never timed in tests."""
