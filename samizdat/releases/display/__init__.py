"""What readers of a release see: its page, its catalogs, and a library of many books."""
