"""The sample portal: generator, answer key, loopback server. Never imported by a wing."""
