"""Each step of cleaning alone: what it makes of a text, and what it leaves as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samizdat.importing.cleaning import names

from .one_step import after

LONG = "The river rose in the night, and nobody on either of the banks had seen the bridge go"
BEFORE_AND_AFTER = [
    ("encoding", "en", "The cafÃ© was closed.", "The café was closed."),
    ("encoding", "ru", "ÐŸÑ€Ð¸Ð²ÐµÑ‚, мир.", "Привет, мир."),
    ("encoding", "fr", "à Paris, « déjà »", None),
    ("encoding", "en", "`cafÃ©`", None),
    ("scripts", "en", "The rеvolution", "The revolution"),
    ("scripts", "ru", "Слoво", "Слово"),
    ("scripts", "el", "λόγος and logos", None),
    ("scripts", "ru", "PDFы и kΩ", None),
    ("characters", "en", "The ﬁrst ﬂood", "The first flood"),
    ("characters", "de", "Auf\u00adlage", "Auflage"),
    ("characters", "en", "cafe\u0301", "café"),
    ("characters", "en", "one\ftwo", "one\n\ntwo"),
    ("characters", "zh", "第１章（上）", None),
    ("characters", "en", "x² ½ № ™ 5 µm", None),
    ("markup", "en", "<b>bold</b> and <i>it</i>", "**bold** and *it*"),
    ("markup", "en", '<font color="red">red</font> <u>u</u>', "red u"),
    ("markup", "en", "<h2>The flood</h2>\ntext", "\n\n## The flood\n\n\ntext"),
    ("markup", "en", "one<br>two<br/>\nthree", "one\\\ntwo\\\nthree"),
    ("markup", "en", "one<br></br>two", "one\\\ntwo"),
    ("markup", "en", 'a <span id="page-3-0"></span>word', "a word"),
    ("markup", "en", "Caf&eacute; &amp; bar", "Café &amp; bar"),
    ("markup", "en", '<a name="x"></a>A <a href="b">link</a>', 'A <a href="b">link</a>'),
    ("markup", "en", "H<sub>2</sub>O and 5<sup>th</sup>", None),
    ("markup", "en", "`<b>code</b>` and 1 < 2 > 0", None),
    ("markup", "en", "<https://example.org/a>", None),
    ("markup", "en", "| a | b<br>c |\n|---|---|\n| d | e |", None),
    (
        "code",
        "en",
        "So it was.\n\n    The words of a story that goes on.",
        "So it was.\n\nThe words of a story that goes on.",
    ),
    ("code", "en", "So it was.\n\n    def run(): return 5\n\nSo.", None),
    ("hyphens", "en", "The revolu-\ntion came.", "The revolution came."),
    ("hyphens", "de", "Die Freiheit und die Frei-\nheit.", "Die Freiheit und die Freiheit."),
    ("hyphens", "de", "Haupt-\nund Nebensache", None),
    ("hyphens", "de", "Haupt- und Nebensache", None),
    ("hyphens", "en", "a well-known and a well-\nknown man", "a well-known and a well-known man"),
    ("hyphens", "fr", "Est-ce vrai ? Est-\nce vrai ?", "Est-ce vrai ? Est-ce vrai ?"),
    ("hyphens", "ru", "Револю-\nция пришла.", "Революция пришла."),
    ("hyphens", "en", "Jean-\nPaul", None),
    ("hyphens", "en", "1914-\n1918", None),
    ("lines", "en", "A line that\nwas cut.", "A line that was cut."),
    ("lines", "en", "One  \ntwo\\\nthree", None),
    ("lines", "en", "- one\n- two\n\n1. three\n2. four", None),
    ("lines", "en", "| a verse\n| of two", None),
    ("lines", "en", "| a | b |\n|---|---|\n| c | d |", None),
    ("lines", "en", "```\na\nb\n```", None),
    (
        "lines",
        "en",
        "Roses are red,\nViolets blue,\nSo is the sea.",
        "Roses are red,\\\nViolets blue,\\\nSo is the sea.",
    ),
    ("paragraphs", "en", f"{LONG}\n\nand the boats.", f"{LONG} and the boats."),
    ("paragraphs", "en", f"{LONG} with the\n\nRomans.", f"{LONG} with the Romans."),
    ("paragraphs", "en", f"{LONG} revolu-\n\n12\n\ntionary.", f"{LONG} revolutionary."),
    (
        "paragraphs",
        "en",
        f"{LONG}\n\n![](a.png)\n\nand the boats.",
        f"{LONG} and the boats.\n\n![](a.png)",
    ),
    (
        "paragraphs",
        "en",
        f"{LONG}\n\n[^1]: A note.\n\nand the boats.",
        f"{LONG} and the boats.\n\n[^1]: A note.",
    ),
    (
        "paragraphs",
        "ru",
        "Река поднялась ночью, и никто на берегах не видел, как\n\nушёл мост.",
        "Река поднялась ночью, и никто на берегах не видел, как ушёл мост.",
    ),
    ("paragraphs", "en", f"{LONG}.\n\nand the boats.", None),
    ("paragraphs", "en", "# The flood\n\nand the boats.", None),
    ("paragraphs", "en", "Signed by Ana\n\nand the boats.", None),
    ("paragraphs", "en", f"{LONG}:\n\n- and the boats", None),
    ("paragraphs", "en", f"{LONG}\n\n> and the boats", None),
    ("typography", "en", 'He “said” it, and "so" did she.', "He “said” it, and “so” did she."),
    ("typography", "de", 'Er „sagte“ es, und "sie" auch.', "Er „sagte“ es, und „sie“ auch."),
    ("typography", "ru", 'Он «сказал» это, и "она" тоже.', "Он «сказал» это, и «она» тоже."),
    ("typography", "en", "Ana’s and Carl's", "Ana’s and Carl’s"),
    ("typography", "en", "one — two--three", "one — two—three"),
    ("typography", "en", "1914–1918 and 1936-1939", "1914–1918 and 1936–1939"),
    ("typography", "en", "one  space", "one space"),
    ("typography", "en", 'All "straight" isn\'t mixed, 1914-1918 -- so.', None),
    ("typography", "en", '“x” and `"code"` and <a href="b">b</a>', None),
    ("typography", "en", '“x” and 5" and 6" long', None),
    ("typography", "en", "-   a list\n\n1.  another\n\nTerm\n:   its meaning", None),
    ("typography", "en", "1914–1918, 2026-11-24, ISBN 3-16-148410-0", None),
    ("links", "en", "See http://example.org/a.", "See <http://example.org/a>."),
    ("links", "en", "(See http://example.org/a_(b).)", "(See <http://example.org/a_(b)>.)"),
    ("links", "en", "http//example.org/a", "<http://example.org/a>"),
    ("links", "en", "[a](http://http://example.org)", "[a](http://example.org)"),
    ("links", "en", "http://example.org/a_\nlong-one-1917", "<http://example.org/a_long-one-1917>"),
    ("links", "en", "[http://example.org/\na](http://example.org/a)", "<http://example.org/a>"),
    ("links", "en", "[a](http://example.org/b c)", "[a](http://example.org/b%20c)"),
    ("links", "zh", "见 http://example.org/a。", "见 <http://example.org/a>。"),
    ("links", "en", "see http://example.org/\nwell", "see <http://example.org/>\nwell"),
    ("links", "en", "[a](http://example.org) <http://example.org>", None),
    ("links", "en", "[a]: http://example.org/b\n\n[a]", None),
    ("links", "en", "`http://example.org`, a.b@example.org", None),
    ("citations", "en", "So it was (Broué, p. 115; cf. Mett, pp. 39-116).", None),
]


@pytest.mark.parametrize(("step", "language", "text", "expected"), BEFORE_AND_AFTER)
def test_a_step_makes_of_a_text(step: str, language: str, text: str, expected: str | None) -> None:
    assert after(step, text, language).text == (text if expected is None else expected)


def test_every_step_has_a_test_of_its_own() -> None:
    written = "".join(
        path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_import_*.py"))
    )
    called = set(re.findall(r"after\(\s*\"([\w-]+)\"", written))
    table = {step for step, *_ in BEFORE_AND_AFTER}
    table |= {"notes"} if "make_notes(" in written else set()  # which has a file of its own
    assert [step for step in names() if step not in called | table] == []


def test_facts_at_the_head_of_a_file_go_to_the_metadata() -> None:
    done = after("front-matter", "---\ntitle: The Flood\nauthor: [Ana Pressa]\n---\n\nIt rained.\n")
    assert done.text.strip() == "It rained."
    assert done.facts["title"] == "The Flood"
    assert done.facts["creators"] == [{"name": "Ana Pressa", "role": "author"}]
    toml = after("front-matter", '+++\ntitle = "The Flood"\ndate = 1921-03-01\n+++\nIt rained.\n')
    assert (toml.facts["title"], toml.facts["date"]) == ("The Flood", "1921-03-01")
    rule = "---\n\nA rule, and no facts.\n\n---\n"
    assert after("front-matter", rule).text == rule


def test_paragraphs_that_a_scan_indented_are_text_again() -> None:
    prose = "The river rose in the night, and in the morning the bridge was gone."
    assert after("code", f"So.\n\n    {prose}\n    {prose}\n").text == f"So.\n\n{prose}\n{prose}\n"


def test_heads_and_numbers_of_pages_go() -> None:
    pages = [
        f"The river rose in the night and went\n\n{n} THE BRIDGE\n\non its way."
        for n in range(2, 8)
    ]
    done = after("pages", "\n\n".join(pages))
    assert "THE BRIDGE" not in done.text
    assert done.text.count("on its way") == 6
    numbers = [f"The river rose in the night and went\n\n{n}\n\non its way." for n in range(2, 8)]
    assert not re.search(r"\d", after("pages", "\n\n".join(numbers)).text)


def test_numbers_that_count_chapters_are_no_pages() -> None:
    text = "\n\n".join(f"{n}\n\nThe river rose in the night." for n in range(1, 8))
    assert after("pages", text).text == text


@pytest.mark.parametrize(
    ("text", "manuscript", "notes"),
    [
        (
            "It rose [by a foot—Translator’s Note] at night.",
            "It rose[^foot] at night.",
            "[^foot]: by a foot",
        ),
        (
            "Er stieg.[^1]\n\n[^1]: Um Kairo. (Anm. d. Übers.)",
            "Er stieg.[^kairo]",
            "[^kairo]: Um Kairo.",
        ),
        ("Subió.[^1]\n\n[^1]: En Madrid. (N. del T.)", "Subió.[^madrid]", "[^madrid]: En Madrid."),
        (
            "Он встал.[^1]\n\n[^1]: В Москве. — Прим. пер.",
            "Он встал.[^москве]",
            "[^москве]: В Москве.",
        ),
        (
            "Subió.[^1]\n\n[^1]: Nota del traductor: En Madrid. (N. del T.)",
            "Subió.[^madrid]",
            "[^madrid]: En Madrid.",
        ),
        ("نهض.[^1]\n\n[^1]: في القاهرة. (المترجم)", "نهض.[^القاهرة]", "[^القاهرة]: في القاهرة."),
        ("他起来了（译注：在北京）。", "他起来了[^note]。", "[^note]: 在北京"),
    ],
)
def test_signed_notes_go_to_the_translator(text: str, manuscript: str, notes: str) -> None:
    done = after("translators", text)
    assert (done.text.strip(), done.notes.strip()) == (manuscript, notes)


def test_an_unsigned_remark_stays_and_is_put_to_a_person() -> None:
    text = "It rose [Note: nobody knows by how much] at night."
    done = after("translators", text)
    assert done.text == text
    assert len(done.remarks) == 1


def test_tables_that_only_lay_out_become_text_and_others_stay() -> None:
    assert after("markup", "<table><tr><td>A word.</td></tr></table>").text.split() == [
        "A",
        "word.",
    ]
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert after("markup", table).text == table


def test_quotation_marks_that_do_not_pair_up_are_put_to_a_person() -> None:
    text = 'He “said” it, and "so did she.'
    done = after("typography", text)
    assert done.text == text
    assert len(done.remarks) == 1


def test_references_are_listed_and_names_with_a_doubtful_letter_only_proposed() -> None:
    text = (
        "So (Figes, p. 3). So (Figes, p. 9). So (Figs, p. 5; vgl. Marx 1867, S. 12). In (May 1917)."
    )
    done = after("citations", text)
    assert done.text == text
    assert done.proposed == [("Figs", "Figes")]
    assert done.remarks[0].words == "Figes (2), Figs (1), Marx (1)"


def test_a_letter_that_is_lost_is_told() -> None:
    assert len(after("encoding", "The caf\ufffd was closed.").remarks) == 1


def test_what_is_likely_is_made_and_shown_first() -> None:
    done = after("hyphens", "The Kropot-\nkinesque man.")
    assert done.text == "The Kropotkinesque man."
    assert len(done.unsure) == 1
