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
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import CATEGORIES, Rule, idle, rules, run, waive
from samizdat.source import Source, read_source

from .conftest import FACTS, HERE, SAMPLER

FIXTURES = HERE / "rules"
OVER_TEXT = [rule for rule in rules() if rule.reads in {Source, Book} and rule.code != "MD004"]
OVER_FILES = {
    *("EP001", "EP002", "EP003", "EP004", "EP005", "EP006", "EP007", "EP008"),
    *("HT001", "HT002", "HT003", "HT004", "HT005", "HT006", "HT007"),
    *(f"PD{number:03}" for number in (*range(1, 18), *range(19, 26))),
}  # their tests are in test_proofs.py, test_proofs_of_print.py and test_validators.py


def findings(folder: Path) -> list[Finding]:
    source = read_source(folder)
    return run(source) + run(prepare(read_book(source)))


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


@pytest.mark.parametrize("rule", OVER_TEXT, ids=lambda rule: rule.code)
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
    assert folders == {rule.code for rule in OVER_TEXT}
    assert {rule.code for rule in rules()} == folders | OVER_FILES | {"MD004"}


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
