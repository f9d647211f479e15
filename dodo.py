"""`doit` builds all editions of this book; the graph comes from samizdat."""

from samizdat.graph import book_tasks

globals().update(book_tasks(__file__))
