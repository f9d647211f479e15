"""Step 5, typeset: the chapters of a book are set each for itself, kept, and bound into one PDF.

The way of a chapter
    compositor   sets it: WeasyPrint's pages, again and again until a proof-reader is content
    setting      what is known of a set chapter: how many pages, what stands on which
    drawing      its pages are drawn as a PDF without typefaces, a part of the whole
    letters      which glyphs a part draws, and what they stand for; the typefaces of the whole
    keeping      both are kept in the work folder under the digest of all that makes them
    crew         several chapters are set side by side, each hand a process
    course       what is set when: which number the first page of a chapter has is known only
                 when those before it are set
    binding      the parts become one PDF, with one contents, one set of typefaces and tags

A chapter is set without the numbers of its pages, since what stands at the margins takes no room
from the text; `engine` has them put in when the chapters before are set. So chapters need not wait
for each other. Only a chapter that names pages in its text is set once more with their numbers.

Whatever is kept was made of nothing but what its digest is made of. So a build that finds much of
it goes the same way as one that finds nothing, and comes to the same file.
"""
