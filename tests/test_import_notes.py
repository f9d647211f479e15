"""Typed notes become real ones, in whatever style they are typed, and nothing else does."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat import locales
from samizdat.importing.cleaning.note_headings import is_notes, is_works
from samizdat.importing.cleaning.note_numbers import name_of
from samizdat.importing.cleaning.typed_notes import make_notes
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.importing.traced import TracedText, apart
from samizdat.importing.vocabulary import Vocabulary
from samizdat.importing.words import words
from samizdat.scanner import TextFile


@dataclass(frozen=True)
class Made:
    """The text after the step, with one empty line at most, the edits, and the remarks."""

    text: str
    edits: list[Edit]
    remarks: list[Remark]

    @property
    def certainty(self) -> set[str]:
        """How sure the edits are."""
        return {edit.certainty for edit in self.edits}


def notes_of(text: str, language: str = "en") -> Made:
    """The text with all edits made that are not doubtful; no word may go but by an edit."""
    file = TextFile("manuscript/manuscript.md", text)
    draft = Draft(file, locales.load(language), Vocabulary(text, language), {})
    proposed = list(make_notes(draft))
    edits = [one for one in proposed if isinstance(one, Edit)]
    assert len(apart(edits)) == len(edits), "no two edits overlap"
    made = [edit for edit in apart(edits) if edit.certainty != "doubtful"]
    result = TracedText.of(text).edited([(edit, number) for number, edit in enumerate(made)])
    assert_words_are_kept(text, result.text, made)
    remarks = [one for one in proposed if isinstance(one, Remark)]
    return Made(tidy(result.text), edits, remarks)


def assert_words_are_kept(before: str, after: str, edits: list[Edit]) -> None:
    """The words that went are those that edits took out; a word that changes is `respelt`."""
    gone = Counter(words(before)) - Counter(words(after))
    came = Counter(words(after)) - Counter(words(before))
    declared = Counter[str]()
    for edit in edits:
        around = before[edit.start : edit.end]
        if edit.effect == "taken out":
            declared.update(words(around))
    if "respelt" in {edit.effect for edit in edits}:
        joined = "".join(before.split())
        assert all(word in joined or len(word) > 3 for word in came)
        assert sum(map(len, gone.elements())) >= sum(map(len, came.elements()))
    else:
        assert not came
        assert gone <= declared


def tidy(text: str) -> str:
    """The text with one empty line at most between blocks, and none at its ends."""
    lines = list[str]()
    for line in text.strip("\n").split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


# What is typed, and what becomes of it.
EXAMPLES = {
    "brackets and a list below a heading": (
        "en",
        "The first word [1] and the second.[2]\n\n## Notes\n\n1. One.\n2. Two.\n",
        "The first word[^1] and the second.[^2]\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "escaped brackets": (
        "en",
        "A word\\[1\\] and\\[2\\] on.\n\n# Endnotes\n\n\\[1\\] One.\n\n\\[2\\] Two.\n",
        "A word[^1] and[^2] on.\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "parentheses": (
        "fr",
        "Il le dit (1) et le nie (2).\n\n# Notes de bas de page\n\n(1) Ici.\n\n(2) Là.\n",
        "Il le dit[^1] et le nie[^2].\n\n[^1]: Ici.\n\n[^2]: Là.\n",
    ),
    "braces": (
        "en",
        "A word{1} here.\n\n# Notes\n\n{1} One.\n",
        "A word[^1] here.\n\n[^1]: One.\n",
    ),
    "raised digits at the end": (
        "de",
        "Ein Wort¹ und ein zweites² auf 5 m² Boden.\n\n**Anmerkungen**\n\n¹ Erste.\n\n² Zweite.\n",
        "Ein Wort[^1] und ein zweites[^2] auf 5 m² Boden.\n\n[^1]: Erste.\n\n[^2]: Zweite.\n",
    ),
    "raised digits of Markdown": (
        "es",
        "Una palabra^1^ y otra.^2^\n\n# Notas al pie\n\n1. Una.\n\n2. Dos.\n",
        "Una palabra[^1] y otra.[^2]\n\n[^1]: Una.\n\n[^2]: Dos.\n",
    ),
    "raised digits of HTML": (
        "pt",
        "Uma palavra<sup>1</sup> e outra<sup>2</sup>.\n\n# Notas\n\n<sup>1</sup> Uma.\n\n"
        "<sup>2</sup> Duas.\n",
        "Uma palavra[^1] e outra[^2].\n\n[^1]: Uma.\n\n[^2]: Duas.\n",
    ),
    "an asterisk at the foot of each page": (
        "en",
        "The word* is here.\n\n\\* Its note.\n\nA *stressed* word* is there.\n\n* Another.\n\n"
        "The end.\n",
        "The word[^note-1] is here.\n\n[^note-1]: Its note.\n\nA *stressed* word[^note-2] is "
        "there.\n\n[^note-2]: Another.\n\nThe end.\n",
    ),
    "one and two asterisks, and daggers": (
        "en",
        "One\\* and two\\*\\* and three† and four‡.\n\n\\* A.\n\n\\*\\* B.\n\n† C.\n\n‡ D.\n",
        "One[^note-1] and two[^note-2] and three[^note-3] and four[^note-4].\n\n[^note-1]: A.\n\n"
        "[^note-2]: B.\n\n[^note-3]: C.\n\n[^note-4]: D.\n",
    ),
    "Chinese brackets": (
        "zh",
        "第一句〔1〕，第二句〔2〕。\n\n# 注释\n\n〔1〕甲。\n\n〔2〕乙。\n",
        "第一句[^1]，第二句[^2]。\n\n[^1]: 甲。\n\n[^2]: 乙。\n",
    ),
    "full-width brackets and digits": (
        "ja",
        "最初の文［１］、次の文［２］。\n\n# 注\n\n1. 甲。\n\n2. 乙。\n",
        "最初の文[^1]、次の文[^2]。\n\n[^1]: 甲。\n\n[^2]: 乙。\n",
    ),
    "numbers in circles": (
        "zh",
        "第一句①，第二句②。\n\n① 甲。\n\n② 乙。\n\n第三句。\n",
        "第一句[^1]，第二句[^2]。\n\n[^1]: 甲。\n\n[^2]: 乙。\n\n第三句。\n",
    ),
    "numbers in parentheses of one character": (
        "zh",
        "第一句⑴第二句⑵\n\n# 註釋\n\n⑴ 甲。\n⑵ 乙。\n",
        "第一句[^1]第二句[^2]\n\n[^1]: 甲。\n\n[^2]: 乙。\n",
    ),
    "links with links back": (
        "en",
        "A word[1](#fn1) and[[2]](#note-2) on.\n\n1. One. [↩](#ref1)\n2. Two. [↑](#ref2)\n",
        "A word[^1] and[^2] on.\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "raised links, and links before the texts": (
        "en",
        "A word^[1](#fn1)^ and<sup>[2](#fn2)</sup> on.\n\n## Footnotes\n\n"
        "1. [^](#ref1) One.\n2. [↑](#ref2) Two.\n",
        "A word[^1] and[^2] on.\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "calls whose texts have no colon": (
        "en",
        "A word[^1] and[^2] on.\n\n[^1] One.\n\n[^2] Two.\n",
        "A word[^1] and[^2] on.\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "calls whose texts are a list": (
        "en",
        "A word[^1] and[^2] on.\n\n# Notes\n\n1. One.\n2. Two.\n",
        "A word[^1] and[^2] on.\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "a number glued to a word": (
        "de",
        "Das Wort1) und das andere2) hier.\n\n1) Erste.\n\n2) Zweite.\n\nWeiter.\n",
        "Das Wort[^1] und das andere[^2] hier.\n\n[^1]: Erste.\n\n[^2]: Zweite.\n\nWeiter.\n",
    ),
    "numbers that begin anew with each chapter": (
        "pl",
        "# I\n\nSłowo [1] i [2] dalej.\n\n## Przypisy\n\n1. A.\n2. B.\n\n"
        "# II\n\nSłowo [1].\n\n## Przypisy\n\n1. C.\n",
        "# I\n\nSłowo[^1-1] i[^1-2] dalej.\n\n[^1-1]: A.\n\n[^1-2]: B.\n\n"
        "# II\n\nSłowo[^2-1].\n\n[^2-1]: C.\n",
    ),
    "chapters within the notes at the end": (
        "en",
        "# Chapter 1: Begin\n\nA [1] b [2].\n\n# Chapter 2: End\n\nC [1].\n\n# Notes\n\n"
        "## Chapter 1\n\n1. One.\n\n2. Two.\n\n## Chapter 2\n\n1. Three.\n",
        "# Chapter 1: Begin\n\nA[^1-1] b[^1-2].\n\n# Chapter 2: End\n\nC[^2-1].\n\n"
        "[^1-1]: One.\n\n[^1-2]: Two.\n\n[^2-1]: Three.\n",
    ),
    "chapters of one level with the notes": (
        "ru",
        "# Начало\n\nА [1].\n\n# Конец\n\nБ [1].\n\n# Примечания\n\n# Начало\n\n1. Раз.\n\n"
        "# Конец\n\n1. Два.\n",
        "# Начало\n\nА[^1-1].\n\n# Конец\n\nБ[^2-1].\n\n[^1-1]: Раз.\n\n[^2-1]: Два.\n",
    ),
    "a rule and no heading": (
        "en",
        "A word.[1] Another.[2]\n\n---\n\n[1] One.\n[2] Two.\n",
        "A word.[^1] Another.[^2]\n\n[^1]: One.\n\n[^2]: Two.\n",
    ),
    "the foot of each page, numbered anew": (
        "en",
        "On a page [1] and [2].\n\n[1] One.\n\n[2] Two.\n\nOn the next page [1].\n\n[1] Three.\n\n"
        "The end.\n",
        "On a page[^1-1] and[^1-2].\n\n[^1-1]: One.\n\n[^1-2]: Two.\n\n"
        "On the next page[^1-1-2].\n\n[^1-1-2]: Three.\n\nThe end.\n",
    ),
    "texts right below the paragraph": (
        "en",
        "A paragraph with a word [1]\nin two lines.\n[1] Its note.\n\nMore.\n",
        "A paragraph with a word[^1]\nin two lines.\n\n[^1]: Its note.\n\nMore.\n",
    ),
    "notes of several paragraphs": (
        "it",
        "Una parola [1] e [2].\n\n# Note\n\n1. Una.\n\nAncora una.\n\n2. Due.\n",
        "Una parola[^1] e[^2].\n\n[^1]: Una.\n\n    Ancora una.\n\n[^2]: Due.\n",
    ),
    "letters": (
        "en",
        "A word[a] and another[b].\n\n# Notes\n\na. One.\n\nb. Two.\n",
        "A word[^a] and another[^b].\n\n[^a]: One.\n\n[^b]: Two.\n",
    ),
    "Roman numerals": (
        "en",
        "A word[i] and another[ii] and[iii].\n\n# Notes\n\n[i] One.\n\n[ii] Two.\n\n[iii] Three.\n",
        "A word[^i] and another[^ii] and[^iii].\n\n[^i]: One.\n\n[^ii]: Two.\n\n[^iii]: Three.\n",
    ),
    "Arabic": (
        "ar",
        "كلمة [١] وأخرى [٢].\n\n# ملاحظات\n\n١. الأولى.\n\n٢. الثانية.\n",
        "كلمة[^1] وأخرى[^2].\n\n[^1]: الأولى.\n\n[^2]: الثانية.\n",
    ),
    "Hebrew": (
        "he",
        "מילה[1] ועוד[2].\n\n# הערות\n\n1. ראשונה.\n\n2. שנייה.\n",
        "מילה[^1] ועוד[^2].\n\n[^1]: ראשונה.\n\n[^2]: שנייה.\n",
    ),
    "labels that are taken": (
        "en",
        "Real.[^1] Typed [1].\n\n[^1]: A real note.\n\n# Notes\n\n1. A typed one.\n",
        "Real.[^1] Typed[^1-2].\n\n[^1]: A real note.\n\n[^1-2]: A typed one.\n",
    ),
    "definitions of links that are texts": (
        "en",
        "A word [1] here.\n\n[1]: The text of the note, with words.\n",
        "A word[^1] here.\n\n[^1]: The text of the note, with words.\n",
    ),
    "a line below": (
        "nl",
        "Een woord¹ en een tweede².\n\n___\n\n1 Eerste.\n2 Tweede.\n",
        "Een woord[^1] en een tweede[^2].\n\n[^1]: Eerste.\n\n[^2]: Tweede.\n",
    ),
}


@pytest.mark.parametrize("style", EXAMPLES)
def test_typed_notes_become_real_ones(style: str) -> None:
    language, before, after = EXAMPLES[style]
    made = notes_of(before, language)
    assert made.text == after
    assert made.certainty == {"sure"}
    assert made.remarks == []


# What looks like notes and is none.
NO_NOTES = {
    "years and a list": "In [1917] and (1918) it was so.\n\n1. One.\n2. Two.\n",
    "citations with a list of works": "As shown [1] and [2].\n\n# References\n\n[1] A.\n\n[2] B.\n",
    "exponents": "On 5 m² and x^2^ and 10³.\n\n1. One.\n2. Two.\n3. Three.\n",
    "ordinals": "The 1^st^ and the 2^nd^, le 1^er^ mai.\n\n1. One.\n2. Two.\n",
    "a list of steps after its announcement": (
        "We do (1) this and (2) that:\n\n1. This.\n2. That.\n"
    ),
    "a list in the same brackets": "We do (1) this and (2) that:\n\n(1) This.\n\n(2) That.\n",
    "formulas": "It is $a[1]$ and $b^1$.\n\n[1] One.\n",
    "code": "It is `a[1]` here.\n\n[1] One.\n",
    "strong code": (
        "**`a.html`, `a.atom`**\n:   What changed.\n\n**`b.xml`, `b.json`**\n:   Catalogs.\n"
    ),
    "a table": "| a | b |\n|---|---|\n| x[1] | y |\n\n1. One.\n",
    "scene breaks": "Night fell.\n\n\\*\n\nDay came.\n\n* * *\n\nThe end.\n",
    "emphasis": "A *stressed* and a **strong** word.\n\n* An item.\n\n* Another.\n",
    "bullets right below a line": "There are\n* one thing\n* and another\n\nand then:\n* more\n",
    "sections of laws": "By § 5 and § 6 of the law.\n\n§ 5 says so.\n",
    "the dead": "Marx († 1883) and Engels († 1895).\n\n† 1883 in London.\n",
    "links to the web": "See [1](https://example.org/1) here.\n\n1. One.\n",
    "references of Markdown": "See [1] here.\n\n[1]: https://example.org\n",
    "real notes": "A word.[^1]\n\n[^1]: One.\n",
    "a bibliography in hard lines": (
        "Baur. *Nature* 68, 246 (1903). Ruth, *Nature*\n(1903). Re, *Nature* 67 (1902).\n"
    ),
    "closing parentheses": "It is so (see B1) and (see C2).\n\n1) One.\n\n2) Two.\n",
    "a line of a paragraph that begins with a number": (
        "We said (1) this, and then\n(1) once more this.\n"
    ),
}


@pytest.mark.parametrize("case", NO_NOTES)
def test_what_is_no_note_stays(case: str) -> None:
    made = notes_of(NO_NOTES[case])
    assert made.edits == []


def test_a_mark_without_a_text_stays_and_is_told() -> None:
    made = notes_of("One [1], two [2], three [3], four [4].\n\n# Notes\n\n1. A.\n2. B.\n4. D.\n")
    assert made.text == (
        "One[^1], two[^2], three [3], four[^4].\n\n[^1]: A.\n\n[^2]: B.\n\n[^4]: D.\n"
    )
    assert made.certainty == {"likely"}
    (remark,) = made.remarks
    assert remark.message == "[3] looks like the mark of a note, and no text answers it"
    assert remark.offset == 24


def test_a_text_without_a_mark_stays_with_its_heading_and_is_told() -> None:
    made = notes_of("One [1], three [3].\n\n# Notes\n\n1. A.\n2. B.\n3. C.\n")
    assert made.text == ("One[^1], three[^3].\n\n# Notes\n\n[^1]: A.\n\n2. B.\n\n[^3]: C.\n")
    assert made.certainty == {"likely"}
    (remark,) = made.remarks
    assert remark.message == "a note's text is numbered 2, and no mark in the text calls it"


def test_other_words_below_a_heading_of_notes_keep_it() -> None:
    made = notes_of("One [1].\n\n# Notes\n\nAll notes are the author's.\n\n1. A.\n")
    assert made.text == ("One[^1].\n\n# Notes\n\nAll notes are the author's.\n\n[^1]: A.\n")


def test_marks_of_which_none_has_a_text_are_told() -> None:
    made = notes_of("One [1], two [2], three [3].\n")
    assert made.edits == []
    assert [remark.offset for remark in made.remarks] == [4]


def test_call_and_definition_are_one_decision() -> None:
    made = notes_of("One [1], two [2].\n\n# Notes\n\n1. A.\n2. B. [↩](#r2)\n")
    decisions = Counter(edit.decision for edit in made.edits)
    assert decisions == {"note:1": 2, "note:2": 3, "notes-heading:19": 1}


@pytest.mark.parametrize("tag", locales.tags())
def test_each_language_has_its_heading_of_notes(tag: str) -> None:
    locale = locales.load(tag)
    assert is_notes(f"**{locale.words['notes'].upper()}:**")
    assert all(is_works(name) for name in locale.sections.get("bibliography", []))


# Ways in which a book may have its notes: a mark, a text's number, and words between them.
STYLES = {
    "square": ("[{}]", "[{}] ", ""),
    "spaced square": (" [{}]", "{}. ", ""),
    "escaped": ("\\[{}\\]", "\\[{}\\] ", ""),
    "round": (" ({})", "({}) ", ""),
    "curly": ("{{{}}}", "{{{}}} ", ""),
    "corner": ("〔{}〕", "〔{}〕", ""),
    "raised": ("^{}^", "{}. ", ""),
    "html": ("<sup>{}</sup>", "<sup>{}</sup> ", ""),
    "link": ("[{}](#fn)", "{}. ", " [↩](#ref)"),
    "call": ("[^{}]", "[^{}] ", ""),
}
WORDS = st.sampled_from(["wind", "water", "stone", "fire", "bread", "salt", "iron"])
SENTENCE = st.lists(WORDS, min_size=3, max_size=9)


@st.composite
def books(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A book with typed notes, and for each the word before its mark and its text."""
    mark, number, back = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    where = draw(st.sampled_from(["chapter", "page", "end", "chapter without heading"]))
    anew = draw(st.booleans()) or where == "page"
    text, texts, expected, count = list[str](), list[str](), list[tuple[str, str]](), 0

    def flush() -> None:
        if texts and where in {"chapter", "end"}:
            text.append("# Notes" if where == "end" else "## Notes")
        text.extend(texts)
        texts.clear()

    for chapter in range(draw(st.integers(1, 4))):
        text.append(f"# Chapter {'ABCD'[chapter]}")
        count = 0 if anew else count
        for _ in range(draw(st.integers(1, 3))):
            count = 0 if where == "page" else count
            paragraph = list[str]()
            for word in draw(SENTENCE):
                paragraph.append(word)
                if draw(st.integers(0, 3)) == 0:
                    count += 1
                    note = f"Note {len(expected)}x on {draw(WORDS)}."
                    paragraph[-1] += mark.format(count)
                    texts.append(number.format(count) + note + back)
                    expected.append((word, note))
            text.append(" ".join(paragraph) + " and so on.")
            if where == "page":
                flush()
        if where.startswith("chapter"):
            flush()
    flush()
    return "\n\n".join(text) + "\n", expected


@given(books())
def test_typed_notes_come_back_one_to_one(book: tuple[str, list[tuple[str, str]]]) -> None:
    text, expected = book
    made = notes_of(text)
    file = TextFile("manuscript/manuscript.md", made.text)
    texts = {note.label: made.text[note.body : note.end].strip() for note in file.notes.definitions}
    found = [
        (made.text[: call.start].replace("]", " ").split()[-1], texts[call.label])
        for call in file.notes.calls
    ]
    assert [note for _, note in found] == [note for _, note in expected]
    assert [word for word, _ in found if not word.startswith("[^")] == [w for w, _ in expected]
    assert made.remarks == []


def test_many_notes_are_all_found() -> None:
    chapters, texts = list[str](), list[str]()
    for chapter in range(50):
        sentences = [f"{'word ' * 38}end [{count}]." for count in range(1, 101)]
        chapters.append(f"# Chapter {chapter}\n\n" + "\n\n".join(sentences))
        texts.append("\n\n".join(f"{count}. A note." for count in range(1, 101)))
    text = "\n\n".join([*chapters, "# Notes", *texts]) + "\n"
    file = TextFile("manuscript/manuscript.md", text)
    draft = Draft(file, locales.load("en"), Vocabulary(text, "en"), {})
    edits = [one for one in make_notes(draft) if isinstance(one, Edit)]
    assert len(edits) == 10_001
    assert {edit.certainty for edit in edits} == {"sure"}


@pytest.mark.parametrize(
    "piece",
    ["[", "(1", "*", "* a", "^1", "<a ", "[[1]](#", "[1] ", "1. ", "{", "†", "  [1]\n", "#"],
)
def test_hostile_texts_take_little_time(piece: str) -> None:
    text = f"Begin {piece * (200_000 // len(piece))}\n\n1. One.\n"
    before = time.process_time()
    list(make_notes(Draft(TextFile("m.md", text), locales.load("en"), Vocabulary(text, "en"), {})))
    assert time.process_time() - before < 30, "it takes 2; a pattern that is squared takes hours"


@pytest.mark.parametrize(
    ("written", "name"),
    [("[12]", "12"), ("⑴", "1"), ("⑿", "12"), ("¹²", "12"), ("（３）", "3"), ("\\*", "*")],
)
def test_numbers_are_known_however_they_are_written(written: str, name: str) -> None:
    assert name_of(written) == name
