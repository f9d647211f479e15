"""How findings are shown to people and to programs."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import wcwidth

from samizdat.findings import Finding, Level, Location, as_github, as_sarif, as_text
from samizdat.rules import rules

from .conftest import FACTS, MakeBook, samizdat
from .terminal import at_a_terminal

CODES = re.compile(r"\x1b\[[\d;]*m")
NOTES = "# One\n\nOne.[^lost]\n\n[^a]: Never called.\n\n[^b]: Nor this.\n"


def found(
    excerpt: str, meant: str, path: str = "manuscript/manuscript.md", level: Level = "error"
) -> Finding:
    """A finding of FN001 at what is meant in a line."""
    where = Location(path, 7, excerpt.index(meant) + 1, len(meant), excerpt)
    return Finding(where, "FN001", "undefined-note", level, f"note {meant} is lost", "define it")


def test_a_finding_is_a_place_a_sentence_the_line_with_a_caret_and_a_hint() -> None:
    assert str(found("Text.[^figs] More.", "[^figs]")) == (
        "manuscript/manuscript.md:7:6: FN001 note [^figs] is lost\n"
        "    Text.[^figs] More.\n"
        "         ^^^^^^^\n"
        "    hint: define it"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Plain words, then [^figs].",
        "She wrote 漢字 and 日本語 here [^figs] in the margin.",
        "E\u0301tude, cafe\u0301, o\u0308fter[^figs]",
        "Family 👩‍👩‍👧 and flag 🇫🇷 [^figs]",
        "\tA tab\tand more [^figs]",
        "漢字" * 200 + "[^figs]" + "漢字" * 200,
        "e\u0301" * 300 + "[^figs] and on",
        "a" * 100_000 + "[^figs]" + "b" * 100_000,
    ],
    ids=lambda line: line[:12],
)
def test_the_caret_stands_under_what_is_meant(line: str) -> None:
    _, shown, carets, _ = str(found(line, "[^figs]")).split("\n")
    before = shown[: shown.index("[^figs]")]
    assert wcwidth.wcswidth(before) == carets.index("^")
    assert carets.strip() == "^" * 7
    assert wcwidth.wcswidth(shown) <= 4 + 88, "a terminal would break the line"


def test_the_carets_are_as_wide_as_wide_characters() -> None:
    assert str(found("A 漢字 B", "漢字")).split("\n")[2] == "      ^^^^"


def test_behind_the_carets_of_a_line_from_right_to_left_stand_the_words_meant() -> None:
    # Some terminals turn such a line round and others do not; the caret can't know.
    assert str(found("كتب الرسالة[^x] ثم", "[^x]")).split("\n")[2].endswith("^^^^ [^x]")


def test_a_text_can_neither_steer_the_terminal_nor_turn_a_line_round() -> None:
    said = str(found("A \x1b[2J\x9b31m\u202e trick [^figs]", "[^figs]"))
    assert not set(said) & {"\x1b", "\x9b", "\u202e"}


def test_colours_change_nothing_but_the_colour() -> None:
    both = [found("Text.[^figs]", "[^figs]"), found("A.[^b]", "[^b]", level="review")]
    coloured = as_text(both, colour=True)
    assert "\x1b[1;31m" in coloured
    assert CODES.sub("", coloured) == as_text(both)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals on Windows")
@pytest.mark.parametrize(
    ("environment", "is_colourful"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_only_a_terminal_gets_colours_and_only_if_nobody_objects(
    environment: dict[str, str], is_colourful: bool, make_book: MakeBook
) -> None:
    book = make_book(NOTES)
    assert "\x1b" not in samizdat("check", book).stdout
    assert ("\x1b" in said_to_a_terminal(environment, "check", str(book))) == is_colourful


def said_to_a_terminal(environment: dict[str, str], *arguments: str) -> str:
    """What the command says to a terminal of its own."""
    others = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "TERM"}}
    _, said = at_a_terminal(
        *arguments, environment={**others, "TERM": "xterm-256color", **environment}
    )
    return said


def test_a_check_ends_with_a_count_by_rule_and_the_count_of_all(make_book: MakeBook) -> None:
    done = samizdat("check", make_book(NOTES))
    assert done.returncode == 1
    assert done.stdout.split("\n")[-6:] == [
        "code   name            level   count",
        "FN001  undefined-note  error       1",
        "FN002  unused-note     error       2",
        "",
        "3 errors",
        "",
    ]
    assert samizdat("check", make_book("# One\n\nA text.\n")).stdout == "no findings\n"


def test_a_build_shows_ten_findings_of_a_rule_and_says_where_the_others_are(
    make_book: MakeBook,
) -> None:
    notes = "".join(f"[^n{n}]: Never called.\n\n" for n in range(250))
    book = make_book(f"# One\n\nA text.\n\n{notes}")
    done = samizdat("build", book, "--out", book.parent / "out", "--edition", "text")
    assert done.returncode == 1
    assert done.stdout.count("is defined but never called") == 10
    assert re.search(r"^and 240 more of FN002; see \S+report\.html$", done.stdout, re.MULTILINE)
    assert re.search(r"^FN002  unused-note  error +250$", done.stdout, re.MULTILINE)
    assert "\n250 errors\n" in done.stdout
    assert samizdat("check", book).stdout.count("is defined but never called") == 250


# --- which rules are run --------------------------------------------------------------------


def codes(*arguments: object) -> set[str]:
    """The codes of what `samizdat check` finds."""
    done = samizdat("check", *arguments, "--format", "json")
    assert not done.stderr
    return {row["code"] for row in json.loads(done.stdout)}


def test_only_and_except_choose_rules_by_code_or_by_its_beginning(make_book: MakeBook) -> None:
    book = make_book(NOTES, {"metadata.yaml": FACTS + "subtitel: A\n"})
    assert codes(book) == {"FN001", "FN002", "MD002"}
    assert codes(book, "--only", "FN002") == {"FN002"}
    assert codes(book, "--only", "fn") == {"FN001", "FN002"}
    assert codes(book, "--only", "FN001,MD") == {"FN001", "MD002"}
    assert codes(book, "--only", "FN001", "--only", "MD002") == {"FN001", "MD002"}
    assert codes(book, "--except", "FN") == {"MD002"}
    assert codes(book, "--only", "FN", "--except", "FN001") == {"FN002"}
    assert samizdat("check", book, "--only", "TX").returncode == 0


@pytest.mark.parametrize(
    ("option", "wanted", "hint"),
    [
        ("--only", "FN0O1", "did you mean FN001?"),
        ("--except", "undefined-notes", "did you mean FN001?"),
        ("--only", "?", "`samizdat explain` lists them"),
        ("--except", "", "`samizdat explain` lists them"),
    ],
)
def test_a_code_that_no_rule_has_is_wrong_use(
    option: str, wanted: str, hint: str, make_book: MakeBook
) -> None:
    done = samizdat("check", make_book(NOTES), f"{option}={wanted}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"samizdat: there is no rule {wanted}; {hint}\n"


def test_a_waiver_is_not_said_to_be_idle_when_its_rule_was_not_run(make_book: MakeBook) -> None:
    waiver = "waivers:\n  - {rule: FN005, where: manuscript/manuscript.md, reason: mended}\n"
    book = make_book("# One\n\nA text.\n", {"metadata.yaml": FACTS + waiver})
    assert codes(book) == {"MD004"}
    assert codes(book, "--only", "FN,MD") == {"MD004"}
    assert codes(book, "--only", "MD") == codes(book, "--except", "FN005") == set()


def test_a_waiver_for_a_translation_is_not_idle_in_the_book_s_own_language(
    make_book: MakeBook,
) -> None:
    facts = FACTS + (
        "waivers:\n"
        "  - {rule: FN001, where: translations/fr/manuscript.md, reason: to come}\n"
        "  - {rule: PD003, where: a-small-book-fr.pdf, reason: the table is as it is}\n"
        "parity: free\n"
    )
    french = {
        "metadata.yaml": facts,
        "translations/fr/manuscript.md": "# Un\n\nUn texte.[^perdu]\n",
    }
    assert codes(make_book("# One\n\nA text.\n", french)) == set()
    french["translations/fr/manuscript.md"] = "# Un\n\nUn texte.\n"
    assert codes(make_book("# One\n\nA text.\n", french)) == {"MD004"}


# --- for programs ---------------------------------------------------------------------------


def test_json_has_these_keys_and_no_others(make_book: MakeBook) -> None:
    (row, *_) = json.loads(samizdat("check", make_book(NOTES), "--format", "json").stdout)
    assert row == {
        "code": "FN001",
        "name": "undefined-note",
        "level": "error",
        "path": "manuscript/manuscript.md",
        "line": 3,
        "column": 5,
        "message": "note [^lost] is referenced but never defined",
        "hint": "define it in manuscript/notes.md or in manuscript/manuscript.md",
    }


def test_programs_get_utf8_wherever_they_run(make_book: MakeBook) -> None:
    import subprocess

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "samizdat",
            "check",
            str(make_book("# Ø\n\nØ.[^ö]\n")),
            "--format",
            "json",
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "note [^ö]" in json.loads(done.stdout.decode("utf-8"))[0]["message"]


def test_an_annotation_escapes_what_would_end_it() -> None:
    finding = Finding(
        Location("part: 1, 100%\n.md", 3, 6, 4, "Text.[^a] More"),
        "FN001",
        "undefined-note",
        "error",
        "100% lost: a, b\nand more",
        "define it",
    )
    assert as_github([finding]) == (
        "::error file=part%3A 1%2C 100%25%0A.md,line=3,col=6,endColumn=9,"
        "title=FN001 undefined-note::100%25 lost: a, b%0Aand more (define it)"
    )


def test_a_review_is_a_warning_and_names_no_end_that_is_not_known() -> None:
    finding = Finding(Location("a.pdf"), "PD003", "beyond-the-edge", "review", "words")
    assert as_github([finding]) == (
        "::warning file=a.pdf,line=1,col=1,title=PD003 beyond-the-edge::words"
    )


def test_paths_for_a_repository_count_from_where_the_command_was_called(
    make_book: MakeBook,
) -> None:
    book = make_book(NOTES)
    said = samizdat("check", book.name, "--format", "github", cwd=book.parent).stdout
    assert said.startswith("::error file=book/manuscript/manuscript.md,line=3,")
    said = samizdat("check", "--format", "github", cwd=book).stdout
    assert said.startswith("::error file=manuscript/manuscript.md,line=3,")


# What SARIF 2.1.0 requires of its objects and allows in them, as far as they are used here;
# the numbers are those of the standard's sections.
SARIF = {
    "log": ({"version", "runs"}, {"$schema"}),  # 3.13
    "run": ({"tool"}, {"results", "columnKind", "originalUriBaseIds"}),  # 3.14
    "tool": ({"driver"}, set()),  # 3.18
    "driver": ({"name"}, {"rules"}),  # 3.19
    "rule": (  # 3.49
        {"id"},
        {"name", "shortDescription", "fullDescription", "help", "defaultConfiguration"},
    ),
    "result": (  # 3.27
        {"message"},
        {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints"},
    ),
    "location": (set(), {"physicalLocation"}),  # 3.28
    "physical": ({"artifactLocation"}, {"region"}),  # 3.29
    "artifact": ({"uri"}, {"uriBaseId"}),  # 3.4
    "region": ({"startLine"}, {"startColumn", "endColumn", "snippet"}),  # 3.30
}


def has_shape(kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    required, allowed = SARIF[kind]
    assert required <= set(thing) <= required | allowed, (kind, sorted(thing))
    return thing


def has_text(message: dict[str, Any]) -> str:
    assert set(message) == {"text"}
    assert isinstance(message["text"], str)
    assert message["text"]
    return str(message["text"])


def sarif_results(log: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of a SARIF log, whose shape is checked on the way."""
    assert has_shape("log", log)["version"] == "2.1.0"
    (run,) = log["runs"]
    assert has_shape("run", run)["columnKind"] == "unicodeCodePoints"
    descriptors = has_shape("driver", has_shape("tool", run["tool"])["driver"])["rules"]
    for rule in descriptors:
        has_shape("rule", rule)
        for name in ("shortDescription", "fullDescription", "help"):
            has_text(rule[name])
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
    assert len({rule["id"] for rule in descriptors}) == len(descriptors)
    for result in run["results"]:
        has_shape("result", result)
        has_text(result["message"])
        assert descriptors[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        (location,) = result["locations"]
        physical = has_shape("physical", has_shape("location", location)["physicalLocation"])
        artifact = has_shape("artifact", physical["artifactLocation"])
        assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", artifact["uri"], re.ASCII)
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        region = has_shape("region", physical["region"])
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        assert region.get("endColumn", region["startColumn"] + 1) > region["startColumn"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    results: list[dict[str, Any]] = run["results"]
    return results


def test_sarif_has_the_shape_that_the_standard_asks_for(make_book: MakeBook) -> None:
    book = make_book(NOTES, {"metadata.yaml": FACTS + "subtitel: A\n"})
    log = json.loads(samizdat("check", book, "--format", "sarif").stdout)
    assert [r["ruleId"] for r in sarif_results(log)] == ["FN001", "FN002", "FN002", "MD002"]
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(rules())
    log = json.loads(samizdat("check", book, "--format", "sarif", "--only", "MD").stdout)
    assert [r["ruleId"] for r in sarif_results(log)] == ["MD002"]
    told = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {code[:2] for code in told} == {"MD"}


def test_a_place_in_sarif_is_a_region_in_an_address() -> None:
    finding = found("漢字 [^figs] 𓀀", "[^figs]", "manuscript/1: un été.md")
    (result,) = sarif_results(json.loads(as_sarif([finding], rules(), "a book/")))
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20book/manuscript/1%3A%20un%20%C3%A9t%C3%A9.md"
    assert unquote(place["artifactLocation"]["uri"]) == "a book/manuscript/1: un été.md"
    assert place["region"] == {
        "startLine": 7,
        "startColumn": 4,
        "endColumn": 11,
        "snippet": {"text": "漢字 [^figs] 𓀀"},
    }


def test_a_fingerprint_stays_when_lines_come_before_it_and_no_two_are_equal(
    make_book: MakeBook, tmp_path: Path
) -> None:
    def prints(manuscript: str) -> list[str]:
        book = make_book(manuscript)
        log = json.loads(samizdat("check", book, "--format", "sarif").stdout)
        return [r["partialFingerprints"]["findingHash/v1"] for r in sarif_results(log)]

    before = prints("# One\n\nLost.[^x]\n\nLost.[^x]\n")
    assert len(set(before)) == 2
    assert prints("# One\n\nA line more.\n\nLost.[^x]\n\nLost.[^x]\n") == before


def test_a_name_of_a_file_that_is_no_text_breaks_no_form() -> None:
    finding = found("Text.[^x]", "[^x]", "manuscript/\udcff.md")
    assert "%FF" in as_sarif([finding], rules())
    assert "file=manuscript/" in as_github([finding])
