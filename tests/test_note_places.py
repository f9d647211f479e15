"""Where a note stands in the web edition: behind the block that calls it, in the order of marks."""

from __future__ import annotations

import pytest
from lxml import etree

from samizdat import markup, note_places
from samizdat.markup import XHTML, Element


def tree(xhtml: str) -> Element:
    """An element whose calls are written `{key}`."""
    while "{" in xhtml:
        before, _, rest = xhtml.partition("{")
        key, _, behind = rest.partition("}")
        xhtml = f'{before}<a role="doc-noteref" href="#{key}"/>{behind}'
    return etree.fromstring(f'<div xmlns="{XHTML}">{xhtml}</div>')


def placed(body: str, keys: str, heading: str = "") -> str:
    """The body with `[key]` where a note is to stand, and without the calls."""
    root = tree(body)
    note_places.mark(tree(heading), root, keys.split())
    for call in list(root.iter(f"{{{XHTML}}}a")):
        call.tag = "gone"
    etree.strip_tags(root, "gone")
    shown = str(markup.inner(root))
    for key in keys.split():
        shown = shown.replace(f"<?note {key}?>", f"[{key}]")
    return shown


@pytest.mark.parametrize(
    ("body", "keys", "shown"),
    [
        ("<p>flax{a}</p><p>hemp</p>", "a", "<p>flax</p>[a]<p>hemp</p>"),
        ("<p>flax{a} and{b}</p>", "a b", "<p>flax and</p>[a][b]"),
        # In a list it stands in the item, between the item's line and what is below it.
        ("<ul><li>flax{a}</li><li>hemp</li></ul>", "a", "<ul><li>flax[a]</li><li>hemp</li></ul>"),
        (
            "<ul><li>fl<i>ax{a}</i> and<ul><li>hemp{b}</li></ul></li></ul>",
            "a b",
            "<ul><li>fl<i>ax</i> and[a]<ul><li>hemp[b]</li></ul></li></ul>",
        ),
        ("<blockquote><p>x{a}</p></blockquote>", "a", "<blockquote><p>x</p>[a]</blockquote>"),
        # Never within a table, a figure, a list of terms or verse.
        (
            '<div class="table"><table><tr><td><p>x{a}</p></td></tr></table></div><p>y</p>',
            "a",
            '<div class="table"><table><tr><td><p>x</p></td></tr></table></div>[a]<p>y</p>',
        ),
        (
            "<figure><figcaption>x{a}</figcaption></figure>",
            "a",
            "<figure><figcaption>x</figcaption></figure>[a]",
        ),
        ("<dl><dt>x{a}</dt><dd>y{b}</dd></dl>", "a b", "<dl><dt>x</dt><dd>y</dd></dl>[a][b]"),
        (
            '<div class="line-block"><span class="line">x{a}</span></div>',
            "a",
            '<div class="line-block"><span class="line">x</span></div>[a]',
        ),
        ("<h2>x{a}</h2><p>y</p>", "a", "<h2>x</h2>[a]<p>y</p>"),
        ("<div><h2>x</h2><p>y{a}</p></div>", "a", "<div><h2>x</h2><p>y</p>[a]</div>"),
        # A note that is called twice stands behind its first call.
        ("<p>x{a}</p><p>y{a}</p>", "a", "<p>x</p>[a]<p>y</p>"),
    ],
)
def test_a_note_stands_behind_the_smallest_block_that_may_have_one_behind_it(
    body: str, keys: str, shown: str
) -> None:
    assert placed(body, keys) == shown


def test_notes_that_the_chapter_heading_calls_stand_at_its_beginning() -> None:
    assert placed("<p>x{b}</p>", "a b", heading="Flax{a}") == "[a]<p>x</p>[b]"


def test_a_note_that_only_a_note_calls_stands_behind_that_note() -> None:
    assert placed("<p>x{a}</p><p>y{c}</p>", "a b c") == "<p>x</p>[a][b]<p>y</p>[c]"


def test_a_note_keeps_its_rank_though_the_text_calls_it_later_than_a_note_did() -> None:
    # `b` has the second mark, since the note `a` calls it; the text does so after `c`.
    assert placed("<p>x{a}</p><p>y{c}</p><p>z{b}</p>", "a b c") == (
        "<p>x</p>[a]<p>y</p>[b][c]<p>z</p>"
    )
