"""Files as they come: encodings, several at once, odd facts; and the proof that no word is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from samizdat import metadata
from samizdat.importing.book_facts import valid_facts
from samizdat.importing.book_folder import metadata_yaml
from samizdat.importing.cleaning import Step
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.given_files import given_files
from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.encodings import decoded
from samizdat.importing.proof import unlike
from samizdat.importing.revising import WordsLostError
from samizdat.importing.run import run
from samizdat.importing.traced import TracedText

GERMAN = "Während der Wärter die Kähne zählte, schloß Müller die Tür. „Für nichts?“, sagte er."
FRENCH = "Le gardien notait chaque péniche. « Où êtes-vous allé ? » demanda-t-il à l’élève étonné."
RUSSIAN = "Смотритель шлюза записывал каждую баржу, которая проходила мимо. Никто не пройдёт."
CZECH = "Strážce zapisoval každou loď, která proplula. Nikdo neprojde, řekl a zavřel těžká vrata."
JAPANESE = "閘門の番人は通る船をすべて書きとめた。誰も通さないと彼は言った。水は静かに流れていた。"
CHINESE = "水闸的看守人记下了每一艘经过的船。他说谁也不能通过。水静静地流着，没有人读过那本书。"
HEBREW = "שומר הסכר רשם כל סירה שעברה. איש לא קרא את הספר, והמים עזבו את העמק."
ARABIC = "كان الحارس يكتب كل مركب مر من هنا، ولم يقرأ أحد الكتاب بعد أن ذهب الماء من الوادي."
GREEK = "Ο φύλακας έγραφε κάθε βάρκα που περνούσε. Κανείς δεν διάβασε το βιβλίο από τότε."
ENCODED = {
    "utf-8": GERMAN,
    "utf-8-sig": GERMAN,
    "utf-16": RUSSIAN,
    "utf-16-le": GERMAN,
    "utf-16-be": RUSSIAN + "\n",
    "cp1252": FRENCH,
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "iso8859-2": CZECH,
    "cp1250": CZECH,
    "mac-roman": GERMAN,
    "cp437": GERMAN.replace("„", "'").replace("“", "'"),
    "shift-jis": JAPANESE,
    "euc-jp": JAPANESE,
    "gb18030": CHINESE,
    "cp1255": HEBREW,
    "cp1256": ARABIC,
    "cp1253": GREEK,
}


@pytest.mark.parametrize("times", [1, 200], ids=["short", "long"])
@pytest.mark.parametrize("encoding", ENCODED)
def test_a_text_is_read_in_the_encoding_that_it_has(encoding: str, times: int) -> None:
    text = f"{ENCODED[encoding]}\n" * times
    found = decoded(text.encode(encoding), "a.txt")
    assert found.text == text, found.encoding
    assert not found.lost


def test_a_text_too_short_to_tell_is_said_to_be_doubtful_and_the_option_settles_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("El niño comió piña.".encode("mac-roman"))
    doubts = [one.message for one in run([path]).revision.remarks]
    assert any("was read as" in one and "Mac Roman" in one for one in doubts), doubts
    assert "niño comió piña" in run([path], encoding="mac-roman").source.text.text


def test_a_damaged_text_tells_how_many_characters_are_lost() -> None:
    found = decoded((GERMAN * 9).encode()[:-1] + b"\xc3", "a.txt")
    assert (found.encoding, found.lost) == ("UTF-8", 1)


# Several files


def test_numbers_in_names_are_counted_and_an_order_that_was_chosen_is_kept(tmp_path: Path) -> None:
    names = ["a-10.md", "a-2.md", "b.md"]
    for name in names:
        (tmp_path / name).write_text(f"# {name}\n", "utf-8")
    given = [tmp_path / name for name in names]
    assert [path.name for path in given_files(given)] == ["a-2.md", "a-10.md", "b.md"]
    assert [path.name for path in given_files([tmp_path])] == ["a-2.md", "a-10.md", "b.md"]
    assert given_files([given[2], given[0]]) == [given[2], given[0]]


def test_no_link_leads_out_of_a_folder_nor_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret\n", "utf-8")
    home = tmp_path / "texts"
    home.mkdir()
    (home / "a.md").write_text("# A\n", "utf-8")
    (home / "out.md").symlink_to(tmp_path / "secret.md")
    (home / "round").symlink_to(home)
    assert given_files([home]) == [home / "a.md"]


def test_notes_and_pictures_of_one_name_stay_with_their_files(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = f"# Part {number}\n\nWords.[^1] ![A](my%20map.png)\n\n[^1]: Note {number}.\n"
        (folder / "a.md").write_text(text, "utf-8")
        (folder / "my map.png").write_bytes(b"picture %d" % number)
    files = run([tmp_path / "1/a.md", tmp_path / "2/a.md"]).files
    text = files["manuscript/manuscript.md"].decode()
    assert "[^1]: Note 1." in text
    assert "[^2-1]: Note 2." in text
    assert "](images/my%20map.png)" in text
    assert "](images/2-my%20map.png)" in text
    assert files["manuscript/images/2-my map.png"] == b"picture 2"


def test_a_call_without_a_note_does_not_get_that_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "1.md").write_text("# One\n\nWords.[^1]\n\n[^1]: A note.\n", "utf-8")
    (tmp_path / "2.md").write_text("# Two\n\nOther words.[^1]\n", "utf-8")
    done = run([tmp_path / "1.md", tmp_path / "2.md"], language="en")
    assert "Other words.[^1]" not in done.files["manuscript/manuscript.md"].decode()


# metadata.yaml

ODD: list[dict[str, object]] = [
    {"title": "A: “B” # c", "language": "english", "date": "2019-13-45"},
    {"title": "*bold*", "language": "en_US", "date": "2019-03-01T12:00:00Z"},
    {"title": "two\nlines\x07", "language": "ger", "date": "spring 1911"},
    {"title": "- a", "language": "Klingon tongue", "rights": "{[}]: @ %"},
    {"title": "yes", "date": "1911", "description": "0x1F", "publisher": "null"},
    {"title": "x" * 9_000, "creators": [{"name": "A: B", "role": "chief"}, {"name": ""}]},
    {"title": "\ud800", "creators": "nobody", "subjects": ["a", ""], "nonsense": 3},
]


@pytest.mark.parametrize("facts", ODD)
def test_whatever_facts_came_in_metadata_yaml_is_valid(facts: dict[str, object]) -> None:
    found, remarks = valid_facts(facts)
    written = metadata_yaml({"title": "A Title", **found}, "text")
    assert written == metadata_yaml({"title": "A Title", **found}, "text")
    data, problems = metadata.read(written)
    assert not problems
    metadata.Metadata.model_validate(YAML(typ="safe", pure=True).load(written))
    assert list(data) == [key for key in metadata_keys() if key in data]
    assert remarks or found == {**facts}


def metadata_keys() -> list[str]:
    """The keys in the order of the schema."""
    return [field.alias or name for name, field in metadata.Metadata.model_fields.items()]


def test_languages_are_tags_and_unknown_roles_are_contributors() -> None:
    languages = [valid_facts(one)[0].get("language") for one in ODD[:4]]
    assert languages == ["en", "en-US", "de", None]
    assert valid_facts(ODD[5])[0]["creators"] == [{"name": "A: B", "role": "contributor"}]


# The proof

STORY = (
    "The keeper wrote it down.\n\nThe water stood low.\n\nNobody has read the book since then.\n"
)


def put(before: str, after: str) -> Step:
    """A step that says “same” of whatever it does."""

    def work(draft: Draft) -> Iterator[Edit]:
        start = draft.text.index(before)
        yield Edit(start, start + len(before), after, "nothing changes")

    return Step("broken", "does what it should not", work)


BROKEN = {
    "drops a word": put("keeper wrote", "keeper"),
    "doubles a word": put("low", "low low"),
    "moves a paragraph": put(
        "The keeper wrote it down.\n\nThe water stood low.",
        "The water stood low.\n\nThe keeper wrote it down.",
    ),
    "joins two words": put("the book", "thebook"),
    "respells a word": put("water", "weather"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_step_that_changes_words_and_does_not_say_so_stops_the_import(
    how: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, "utf-8")
    with pytest.raises(WordsLostError, match=r"step broken .*“"):
        run([path], language="en", steps=[BROKEN[how]])


def test_the_files_as_they_are_written_are_proved_too() -> None:
    result = TracedText.of("One two three.")
    assert not unlike([result], [b"One  two\nthree.\n"])
    assert "two" in unlike([result], [b"One three."])[0]
    assert "another order" in unlike([result], [b"two One three."])[0]
    assert unlike([result], [None])


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n\n \n", "utf-8")
    with pytest.raises(UnusableFileError, match="empty"):
        run([tmp_path / "a.md"])
