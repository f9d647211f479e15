from samizdat.graph import book_tasks
globals().update(book_tasks(__file__))
