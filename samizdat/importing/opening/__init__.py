"""Openers: a file of some format becomes an `Incoming`. One format a file."""
