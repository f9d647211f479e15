"""The catalogs of a release for reading apps: OPDS 1.2 and OPDS 2.0.

No schema for either can be had in a package, so the structure is held against what the
specifications say that a catalog must have; and a reading app's own library opens both.
"""

from __future__ import annotations

import datetime
import doctest
from pathlib import Path
from typing import Any

import pytest

from samizdat.releases.display import opds, opds_json
from samizdat.releases.release import Person, Release

from . import sample_release as sample
from .opds_reader import OPEN, as_atom, as_json, client_sees, found, served


def atom(release: Release) -> Any:
    return as_atom(opds.atom(release))


def feed_of(release: Release, *, covers: bool = True) -> Any:
    return as_json(opds.json(release), covers=covers)


# --- OPDS 1.2 -------------------------------------------------------------------------------------


def test_the_feed_has_an_entry_for_each_language() -> None:
    feed = atom(sample.release("en", "es", "ar"))
    assert found(feed, "atom:entry/dc:language/text()") == ["en", "es", "ar"]
    assert found(feed, "atom:entry/atom:title/text()")[1] == "La lámpara y el viento"
    assert found(feed, "atom:entry/@xml:lang") == ["en", "es", "ar"]
    assert found(feed, "atom:author/atom:name/text()") == ["Small Press"]


def test_an_entry_tells_who_made_the_book_and_what_it_is_about() -> None:
    release = sample.release("en", collection="Coasts", position="3", isbn={"epub": "978-3-16-1"})
    (entry,) = found(atom(sample.changed(release, subtitle="Letters")), "atom:entry")
    assert found(entry, "atom:author/atom:name/text()") == ["Ana Pressa"]
    assert found(entry, "atom:contributor[@opf:role='trl']/atom:name/text()") == ["Ben Oduya"]
    assert found(entry, "atom:category/@term") == ["Letters", "Lighthouses"]
    assert found(entry, "atom:rights/text()") == ["CC BY-SA 4.0"]
    assert found(entry, "dc:publisher/text()") == ["Small Press"]
    assert found(entry, "dc:issued/text()") == ["2026"]
    assert found(entry, "dc:identifier/text()") == [release.identifier, "urn:isbn:9783161"]
    assert found(entry, "schema:Series/@schema:name") == ["Coasts"]
    assert found(entry, "schema:alternativeHeadline/text()") == ["Letters"]
    assert found(entry, "schema:accessMode/text()") == ["textual", "visual"]
    assert found(entry, "dc:conformsTo/text()") == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]


def test_every_edition_can_be_had_and_what_is_for_reading_comes_first() -> None:
    release = sample.release("en")
    (entry,) = found(atom(release), "atom:entry")
    links = found(entry, f"atom:link[@rel='{OPEN}']")
    assert [one.get("title") for one in links[:3]] == ["EPUB", "Web page", "PDF"]
    assert {(one.get("href"), one.get("type"), one.get("length")) for one in links} == {
        (one.path, one.media_type, str(one.size)) for one in release.languages[0].editions
    }


@pytest.mark.parametrize("release", [sample.bare(), sample.bare(title="\x07 &<")])
def test_little_is_enough_for_both_catalogs(release: Release) -> None:
    assert found(atom(release), "atom:entry/dc:language/text()") == ["en"]
    assert len(feed_of(release, covers=False)["publications"]) == 1


# --- OPDS 2.0 -------------------------------------------------------------------------------------


def test_the_feed_has_a_publication_for_each_language() -> None:
    feed = feed_of(sample.release("en", "es", "ar"))
    facts = [one["metadata"] for one in feed["publications"]]
    assert [one["language"] for one in facts] == ["en", "es", "ar"]
    assert [one["readingProgression"] for one in facts] == ["ltr", "ltr", "rtl"]
    assert facts[0]["author"] == [{"name": "Ana Pressa", "sortAs": "Pressa, Ana"}]
    assert facts[0]["translator"] == [{"name": "Ben Oduya"}]
    assert facts[0]["subject"] == ["Letters", "Lighthouses"]
    assert facts[0]["numberOfPages"] == 214


def test_a_publication_says_who_can_read_it() -> None:
    (one,) = feed_of(sample.release("en"))["publications"]
    told = one["metadata"]["accessibility"]
    assert told["accessMode"] == ["textual", "visual"]
    assert told["accessModeSufficient"] == [["textual", "visual"], "textual"]
    assert told["conformsTo"] == "https://www.w3.org/TR/epub-a11y-11#wcag-2.1-aa"
    assert told["summary"].startswith("The text can be shown")


def test_a_day_a_series_and_other_makers_are_told_as_far_as_they_are_known() -> None:
    makers = (Person(name="Cy", role="cartographer"),)
    release = sample.release("en", date="2026-03-01", collection="Coasts", position="2.5")
    (one,) = feed_of(sample.changed(release, creators=makers))["publications"]
    assert one["metadata"]["published"] == "2026-03-01"
    assert one["metadata"]["belongsTo"] == {"series": {"name": "Coasts", "position": 2.5}}
    assert one["metadata"]["contributor"] == [{"name": "Cy", "role": "cartographer"}]
    (one,) = feed_of(sample.release("en", date="2026", collection="C", position="inf"))[
        "publications"
    ]
    assert "published" not in one["metadata"]
    assert one["metadata"]["belongsTo"] == {"series": {"name": "C"}}


# --- both -----------------------------------------------------------------------------------------


def test_identifiers_stay_when_everything_else_changes() -> None:
    before = sample.release("en", "es")
    later = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    after = sample.changed(sample.release("en", "es", version="2", modified=later), title="Other")
    assert found(atom(before), "//atom:id/text()") == found(atom(after), "//atom:id/text()")
    ids = [one["metadata"]["identifier"] for one in feed_of(before)["publications"]]
    assert ids == [one["metadata"]["identifier"] for one in feed_of(after)["publications"]]
    assert ids[0] == before.identifier
    assert opds.atom(before) == opds.atom(before)


def test_the_examples_of_the_catalogs_hold() -> None:
    assert not doctest.testmod(opds_json).failed


def test_a_reading_app_opens_both_catalogs_and_gets_everything(tmp_path: Path) -> None:
    release = sample.release("en", "es", "ar")
    sample.write(release, tmp_path / "the lamp")
    with served(tmp_path) as home:
        base = f"{home}the%20lamp/"
        one, two = client_sees(f"{base}opds.xml", f"{base}opds.json")
    for seen in (one, two):
        assert seen["title"] == "The Lamp and the Wind"
        assert [book["languages"] for book in seen["publications"]] == [["en"], ["es"], ["ar"]]
        for book, language in zip(seen["publications"], release.languages, strict=True):
            assert book["title"] == language.title
            assert book["authors"] == ["Ana Pressa"]
            assert book["subjects"] == ["Letters", "Lighthouses"]
            had = {link["href"]: link for link in book["links"] if link["rel"] == [OPEN]}
            assert set(had) == {f"{base}{edition.path}" for edition in language.editions}
            for edition in language.editions:
                link = had[f"{base}{edition.path}"]
                assert (link["status"], link["size"], link["type"]) == (
                    200,
                    edition.size,
                    edition.media_type,
                )
            assert book["images"]
            assert {image["status"] for image in (*book["images"], *book["links"])} == {200}
            assert language.cover
            assert {image["size"] for image in book["images"]} == {language.cover.size}
    assert two["publications"][0]["translators"] == ["Ben Oduya"]
    assert two["publications"][0]["accessibility"]
