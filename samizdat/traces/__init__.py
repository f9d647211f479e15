"""What scanning, typing and conversion leave in a text, by position. One trace a file.

Each module says where something stands and what was meant, as offsets into the text. Whether that
is a fault is for the rules to say, and what becomes of it for the importer.
"""
