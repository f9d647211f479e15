"""What a release tells those who have read the one before: a page of changes and a feed."""

from __future__ import annotations

from samizdat.releases.changes import page as changes_page
from samizdat.releases.changes.comparing import compare
from samizdat.releases.changes.feed import feed
from samizdat.releases.changes.history import History, summary_of
from samizdat.releases.changes.told import ToldRelease
from samizdat.releases.release import Release

PAGE, FEED = "changes.html", "changes.atom"


def files(release: Release, told: ToldRelease, history: History) -> dict[str, bytes]:
    """The files by their names, which follow from what is given alone.

    `told` is what the release tells, `history` what is kept of those before: that of the book
    folder, or what `History.after` makes of it where the version has risen.
    """
    changes = compare(history.last, told)
    page = changes_page.page(
        changes, release.language, history.versions, home="index.html", feed=FEED
    )
    versions = (summary_of(changes), *history.versions)
    return {PAGE: page.encode(), FEED: feed(release, versions, PAGE, FEED)}
