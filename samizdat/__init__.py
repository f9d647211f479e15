"""samizdat: one Markdown manuscript and its translator's notes become EPUB, print PDF and HTML.

The flow
    1. read      the book folder becomes a `Source`: metadata, and text with positions
    2. check     rules over the text as it was written
    3. parse     the source becomes a `Book`: pandoc's tree by chapter, notes with their series
    4. prepare   pure functions from book to book: ids, note marks, typography
    5. typeset   the print edition, and a page map beside it
    6. write     the other editions, from the same prepared book
    7. prove     the finished files are opened again and compared with the book
    8. release   what was proved goes to where readers find it

The map; imports point only upward in it
    whole_files   files that appear whole or not at all
    zip_archive   ZIP archives of octets that are packed already
    folder        which files a book folder has
    findings      what is wrong, where, and what to do next; how that is printed
    surroundings  what the environment tells this process and the programs that it starts
    collector     how often Python looks for objects that nothing holds
    workers       processes in which tasks run side by side, and the cores that they share
    progress      how long work is told of while it runs
    locales       words, quotation marks, spaces and directions of the languages
    roles         the terms for who made what of a book, and their codes
    metadata      the schema of metadata.yaml
    scanner       where notes, headings, links and paragraphs stand in a Markdown text
    traces        what scanning, typing and conversion leave in a text, by position
    translation   a translation beside its source, and the ledger of what was made of what
    web_links     the links to the web, what is recorded of them, and asking for it
    source        step 1: the book folder as it was written
    summary       what the task graph has to know of a book
    runs          words and spaces of a book's tree as one element
    book          the book as a tree; JSON there and back
    apart         the book's JSON cut apart: an outline, and the trees as octets
    kept          what is kept between builds, by the digest of all that makes it
    holdings      what the trees of a chapter or a note hold
    pandoc        the only door to pandoc
    addresses     which addresses a link may have, and what a misspelt one means
    raw_html      raw HTML in the text, by an allow-list, as part of the tree
    harmless      what a text may not do in an edition, taken out of the tree
    drawings      whether an SVG only shows its own shapes
    likeness      how a picture looks, small enough to be compared
    pictures      whether a file is a picture of this book that can be shown
    markers       carry through pandoc what its tree forgets of files and notes
    parse_log     what pandoc warned about, with places in the text
    called_notes  notes taken out of the tree, calls left in their places
    citations     pandoc's options for citations, and where the list of works goes
    sections      what a chapter is: a preface, an epilogue, an appendix
    divided       where a long text may be cut so that pandoc reads each part alone
    reader        step 3: from source to book
    prepare       step 4: one pure function a file
    fonts         the typefaces of the house style, and subsets of them
    language_support what is not there for a language: words, hyphenation, typefaces
    stylesheets   the house style, and what a book changes in it
    written       the prepared book as pandoc writes it, by chapters and notes
    markup        the prepared book as XHTML elements, for print, EPUB and web alike
    pages         the pages around the text, from templates/
    accessibility what an edition may say of who can read it
    bare_pictures the file of a picture without what it says of camera, place and time
    shown_pictures pictures in the sizes and kinds that screens can use
    lettering     which typefaces a book needs for its characters
    sheet         flat shapes, written as SVG and as PNG
    outlines      text as outlines, which need no font
    fitting       words broken into lines and sized to fit a room
    ornaments     the colours and printers' flowers of drawn covers
    cover         the front of a book, drawn from its metadata
    formulas      formulas drawn for paper
    remedies      what is changed at a place because of how its pages came out
    from_the_right what WeasyPrint does to lines from right to left, mended
    print_markup  the book as documents for paper
    layout        what typeset pages show
    print_words   the words of the PDF, where its glyphs do not tell them
    print_tags    the tags of the PDF: what its words are, in the order of reading
    print_facts   what the PDF says of itself, and the numbers of its pages
    page_map      at which character of which block each printed page begins
    page_marks    the numbers of the printed pages, put into the text
    note_places   where the notes stand that are a link away
    screens       chapters with their notes and page marks, for EPUB and web
    proof_reader  looks at the pages of a chapter, and says what to change
    commission    what an edition is made of
    typesetting   step 5: chapters are set, kept, and bound into one PDF
    imposition    which page of a booklet stands where on which sheet
    artifacts     opens finished EPUB and HTML
    printed       what a finished PDF holds
    drawn         what is drawn on its pages
    reading_order the order in which words from right to left are read
    whole_pages   pages of a PDF by their octets, and where others show them whole
    folded        what a finished booklet holds
    kept_drawings what is drawn on the pages of a PDF, kept by their octets
    opened_print  opens a finished PDF
    opened_booklet opens a finished booklet
    contact_sheet the pages of a finished PDF, drawn small
    npm_packages  what comes from npm
    validators    EPUBCheck and the Nu HTML checker, run over finished files
    ace           Ace by DAISY, run over a finished EPUB
    rules         steps 2 and 7: one rule a file
    catalogue     all rules as a chapter of the handbook
    report        the findings beside the text, and the printed pages, as one HTML file
    editions      steps 5 and 6: one edition a file
    weights       what makes a finished file as large as it is
    press         what is built where
    releases      step 8: what was proved, where readers find it; what is written about it
    steps         the steps of the flow as actions that read and write files
    state         what doit remembers of the last build
    translations_page the translations beside their source, as one HTML file
    exits         how the command ends
    command_line  arguments, examples and completion of all commands
    preview       the book in a browser while it is written
    preview_command watches a book, and serves it
    importing     a messy text becomes a book folder
    import_report the source and the book folder side by side, as one HTML file
    import_command files that somebody sent become a book folder
    verify_command a release is held against its sums, and built again
    library_command the releases of many books become one page and catalog
    changes_command what changed between two releases
    new_command   a new book folder
    doctor        what samizdat needs on a machine, and what is missing
    console       what a build says while it runs, and its summary
    graph         the steps, locales and editions as doit tasks
    locale_command a translator's work
    cli           the command `samizdat`
    __main__      `python -m samizdat`

Beside the modules: `styles/` is the house style, `templates/` the pages around the text,
`typefaces/` the letters, `new_book/` and `new_texts/` what `samizdat new` copies, and `nu_checker/`
the lock of the Nu HTML checker.
"""
