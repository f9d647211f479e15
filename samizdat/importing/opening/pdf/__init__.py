"""A PDF with a text layer becomes Markdown.

The flow
    characters   each page's characters, links, pictures and lines, as PDFium reads them
    tags         the tree of tags, where there is one
    tagged       tags say what the words are: headings, paragraphs, lists, notes
    layout       where they don't, the looks do: columns, heads, notes at the foot, paragraphs
    shapes       what paragraphs are by their looks
    calls        marks in the text and their notes are put together
    targets      where links within the file lead
    trees        blocks become trees of pandoc's
    written      which become Markdown

PDFium and qpdf read the file in a process of its own, since a file may be made to break them.
"""

from samizdat.importing.opening.pdf.apart import open_pdf

__all__ = ["open_pdf"]
