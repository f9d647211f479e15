"""A book shown while it is written: what is watched, built, served and told.

A change of the folder goes the shortest way to the web edition, which a browser shows; the rules,
the printed pages and the proofs follow in processes of their own. Nothing here writes outside the
folder `.build/preview` of the book, and nothing is released.
"""
