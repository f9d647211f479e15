"""Every rule keeps its own page's word, and reports exactly the faulty lines of its fixture.

A fixture is a book folder under tests/rules/CODE/. A line that the rule has to report bears the
code in a comment, as `<!-- FN001 -->` in Markdown or `# MD002` in YAML; a place in a file that can
bear none is written in the fixture's `expected.txt` as `path:line`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from samizdat.book import Book
from samizdat.findings import Finding
from samizdat.folder import locales
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import CATEGORIES, Rule, idle, rules, rules_over_text, run, waive
from samizdat.source import Source, read_source

from .conftest import FACTS, HERE, SAMPLER, MakeBook

FIXTURES = HERE / "rules"
OVER_TEXT = [rule for rule in rules() if rule.reads in {Source, Book} and rule.code != "MD004"]
OVER_FILES = {
    *("EP001", "EP002", "EP003", "EP004", "EP005", "EP006", "EP007", "EP008"),
    *("EP009", "EP010", "EP011", "EP012"),
    *("HT001", "HT002", "HT003", "HT004", "HT005", "HT006", "HT007", "HT008", "HT009"),
    *(f"PD{number:03}" for number in range(1, 27)),
}  # their tests: test_proofs.py, test_page_numbers.py, test_booklet.py, test_validators.py

WITH_A_FIXTURE = [rule for rule in OVER_TEXT if rule.code != "TX023"]
"""A name that not every system can hold is no file of ours; its tests are in test_bad_input.py."""


def findings(folder: Path) -> list[Finding]:
    original = prepare(read_book(read_source(folder)))
    found = run(read_source(folder)) + run(original)
    for locale in locales(folder):
        source = read_source(folder, locale)
        found += run(source) + run(prepare(read_book(source), original))
    return sorted(set(found))


def unwaived(folder: Path) -> list[Finding]:
    source = read_source(folder)
    return waive(findings(folder), source.metadata.waivers)


def marked(folder: Path, code: str) -> set[str]:
    """The places of a fixture that bear the code."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".md", ".yaml", ".css", ".bib"}:
            continue
        lines = path.read_text("utf-8", errors="replace").splitlines()
        name = path.relative_to(folder).as_posix()
        found |= {
            f"{name}:{n}" for n, line in enumerate(lines, 1) if re.search(rf"\b{code}\b", line)
        }
    expected = folder / "expected.txt"
    return found | set(expected.read_text("utf-8").split() if expected.exists() else ())


def write_example(folder: Path, example: dict[str, str], *, under_heading: bool = True) -> Path:
    """The example of a rule's page as a book folder.

    An example without a heading stands under one, since the lack of it is a finding.
    """
    files = {"metadata.yaml": FACTS, "manuscript/manuscript.md": "A text.\n"} | example
    main = files["manuscript/manuscript.md"]
    if under_heading and main.strip() and not re.search(r"(?m)^(#|---|===)", main):
        files["manuscript/manuscript.md"] = f"# A chapter\n\n{main}"
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    return folder


def test_a_category_has_rules_over_the_text_or_rules_over_finished_files() -> None:
    assert rules_over_text() == tuple(rule for rule in rules() if rule.is_over_text)


def test_codes_are_of_a_category_and_files_are_named_after_their_rules() -> None:
    for rule in rules():
        assert rule.code[:2] in CATEGORIES
        module = rule.check.__module__.rpartition(".")[2]
        assert module == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"


def test_a_code_can_not_be_used_twice() -> None:
    from samizdat.rules import rule

    with pytest.raises(ValueError, match="FN001 is the code of undefined-note already"):
        rule("FN001", level="error", reads=Source)(lambda source: ())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_page_says_what_is_wrong_and_why(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.why


@pytest.mark.parametrize("rule", OVER_TEXT, ids=lambda rule: rule.code)
def test_the_examples_of_a_page_are_what_they_say(rule: Rule, tmp_path: Path) -> None:
    assert rule.good
    own_heads = rule.code == "TC005"  # the rule about a text without headings
    folder = write_example(tmp_path / "good", rule.good, under_heading=not own_heads)
    assert findings(folder) == []
    if rule.bad:
        folder = write_example(tmp_path / "bad", rule.bad, under_heading=not own_heads)
        assert {f.code for f in findings(folder)} == {rule.code}


@pytest.mark.parametrize("rule", WITH_A_FIXTURE, ids=lambda rule: rule.code)
def test_a_rule_reports_exactly_the_faulty_lines_of_its_fixture(rule: Rule) -> None:
    folder = FIXTURES / rule.code
    found = [f for f in findings(folder) if f.code == rule.code]
    assert {f"{f.location.path}:{f.location.line}" for f in found} == marked(folder, rule.code)
    assert found, "a rule that reports nothing can't be seen to work"
    for finding in found:
        assert finding.level == rule.level
        assert finding.message[0].islower() or not finding.message[0].isalpha()


def test_every_rule_has_a_test_of_its_own() -> None:
    folders = {path.name for path in FIXTURES.iterdir()}
    assert folders == {rule.code for rule in WITH_A_FIXTURE}
    assert {rule.code for rule in rules()} == folders | OVER_FILES | {"MD004", "TX023"}


def test_the_good_book_is_clean_under_all_rules() -> None:
    assert unwaived(SAMPLER) == []


def test_a_waiver_lets_a_finding_pass_and_one_without_a_finding_is_a_finding(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "book"
    shutil.copytree(FIXTURES / "FN002", folder)
    waivers = (
        "waivers:\n"
        "  - {rule: FN002, where: 'manuscript/manuscript.md', reason: kept for the next edition}\n"
        "  - {rule: FN001, where: 'manuscript/manuscript.md:1', reason: mended long ago}\n"
    )
    (folder / "metadata.yaml").write_text(FACTS + waivers, "utf-8")
    source = read_source(folder)
    waivers_there = source.metadata.waivers
    left = waive(findings(folder), waivers_there)
    assert not [f for f in left if f.code == "FN002" and f.location.path.endswith("manuscript.md")]
    (finding,) = idle(waivers_there, {"": findings(folder)}, source.key("waivers"))
    assert (finding.code, finding.location.path, finding.location.line) == (
        "MD004",
        "metadata.yaml",
        FACTS.count("\n") + 1,
    )
    assert "FN001 at manuscript/manuscript.md:1" in finding.message


def messages(folder: Path, code: str) -> list[str]:
    return [f"{f.location.line} {f.message}; {f.hint}" for f in findings(folder) if f.code == code]


def test_the_hint_to_an_undefined_note_names_its_definition_without_a_colon(
    make_book: MakeBook,
) -> None:
    folder = make_book("# One\n\nText.[^a]\n\n[^a]： A note.\n")
    (found,) = messages(folder, "FN001")
    assert found.endswith("mend the colon of its definition at manuscript/manuscript.md:5:1")


def test_a_definition_with_a_wide_colon_that_speaks_of_another_note_is_no_stumble(
    make_book: MakeBook,
) -> None:
    folder = make_book("# One\n\nText.[^a][^b]\n\n[^b]: B.\n\n[^a]： See[^b]")
    assert len(messages(folder, "FN011")) == 1


def test_a_bracket_in_the_html_of_code_calls_no_note(make_book: MakeBook) -> None:
    text = "# One\n\nType <code>[^x]</code> or <kbd title='[^y]'>z</kbd>.\n\n<pre>\n[^z]\n</pre>\n"
    assert messages(make_book(text), "FN001") == []
    assert len(messages(make_book(f"{text}\n<code> is not closed, [^w]\n"), "FN001")) == 1


def test_an_identifier_that_is_an_isbn_has_its_last_digit_checked(make_book: MakeBook) -> None:
    facts = f"{FACTS}identifier: urn:isbn:9783161484101\n"
    (found,) = messages(make_book("# One\n\nText.\n", {"metadata.yaml": facts}), "MD005")
    assert found.startswith("7 identifier is urn:isbn:9783161484101")


def test_a_day_that_no_calendar_has_is_told_at_its_line(make_book: MakeBook) -> None:
    facts = f"{FACTS}date: 1936-13-45\n"
    (found,) = messages(make_book("# One\n\nText.\n", {"metadata.yaml": facts}), "MD001")
    assert found.startswith("7 metadata is not YAML: month must be in 1..12")


def test_two_translations_may_not_share_an_identifier(make_book: MakeBook) -> None:
    own = "identifier: urn:uuid:5f6cfa0c-65c1-4f18-a5f0-2a3c9a5d0b11\n"
    folder = make_book(
        "# One\n\nText.\n",
        {f"translations/{tongue}/metadata.yaml": f"title: A\n{own}" for tongue in ("es", "fr")},
    )
    found = [f for tongue in ("es", "fr") for f in run(read_source(folder, tongue))]
    (shared,) = [f for f in found if f.code == "MD008"]
    assert str(shared.location) == "translations/fr/metadata.yaml:2:1"
    assert shared.message.endswith("which is the identifier of translations/es already")


def test_a_character_in_a_comment_needs_no_font_and_one_in_code_does(make_book: MakeBook) -> None:
    folder = make_book("# One\n\nText. <!-- 注 -->\n")
    assert messages(folder, "TX006") == []
    folder = make_book("# One\n\nText. `<!-- 注 -->`\n\n```\n<!-- 注 -->\n```\n")
    assert len(messages(folder, "TX006")) == 1


SIGNED = (
    *("Translator’s note", "Transl. note", "The translator", "N. del t.", "n. del t.", "NdT"),
    *("Nota de la traducción", "N. de la trad.", "N.d.l.T.", "NDLT", "ndt", "Note du trad."),
    *("Anm. Übers.", "Anm. d. Übers", "A. d. Übers.", "Der Übersetzer", "d. Übers."),
    *("N. d. T.", "Nota delle traduttrici", "N. do t.", "N. da tradutora", "Nota de tradução"),
    *("Прим. перевод.", "Примечание переводчика", "Переводчик", "прим. пер."),
)


@pytest.mark.parametrize("signature", SIGNED)
def test_a_signature_of_the_translator_is_known(make_book: MakeBook, signature: str) -> None:
    note = "\n\n[^a]: A historian."
    for signed in (f"{note} --- {signature}", f"{note} [({signature})]{{.smallcaps}}"):
        assert len(messages(make_book(f"# One\n\nText.[^a]{signed}\n"), "FN016")) == 1


@pytest.mark.parametrize(
    "words", ["He was translator.", "See Knaus, Trans. Roy. Soc.", "Пер. с фр.", "In London (NT)."]
)
def test_what_only_looks_like_a_signature_is_none(make_book: MakeBook, words: str) -> None:
    assert messages(make_book(f"# One\n\nText.[^a]\n\n[^a]: {words}\n"), "FN016") == []


def test_a_place_for_the_contents_of_another_program_is_told(make_book: MakeBook) -> None:
    found = messages(make_book("[TOC]\n\n[[_TOC_]]\n\n# One\n\nText.\n\n`[TOC]`\n"), "TC007")
    assert [line.split()[:2] for line in found] == [["1", "[TOC]"], ["3", "[[_TOC_]]"]]


def test_a_french_quotation_behind_an_apostrophe_is_balanced(make_book: MakeBook) -> None:
    text = "# Un\n\nElle dit : « Voici l’« État », et c’est tout. »\n"
    facts = FACTS.replace("language: en", "language: fr")
    assert messages(make_book(text, {"metadata.yaml": facts}), "TX010") == []


def test_of_definitions_without_a_colon_the_last_is_the_one_to_mend(make_book: MakeBook) -> None:
    text = "Text.[^a]\n\n" + "\n\n".join(f"[^a]Definition {n}." for n in range(8))
    found = [f for f in run(read_source(make_book(text))) if f.code == "FN001"]
    assert {f.hint.rpartition(":")[0].partition(":")[2] for f in found} == {"17"}
