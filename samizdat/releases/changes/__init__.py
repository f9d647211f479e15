"""What changed between two releases, for people."""
