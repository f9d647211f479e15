"""A translation beside its source: what is missing, stale or uneven, passage by passage."""
