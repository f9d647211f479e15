"""Step 8: what was proved, where readers find it; and all that is written about a release."""

FACTS = "release.json"
"""The file of a release that says what it holds."""
