"""samizdat: one Markdown manuscript and its translator's notes become EPUB, print PDF and HTML.

The flow has eight steps: 1 read, 2 check, 3 parse, 4 prepare, 5 typeset, 6 write, 7 prove,
8 release.
"""
