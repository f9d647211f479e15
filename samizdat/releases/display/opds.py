"""The catalogs of a release for reading apps: OPDS 1.2, which is Atom, and OPDS 2.0, in JSON.

Source: OPDS Catalog 1.2 and OPDS Catalog 2.0 (specs.opds.io), RFC 4287 (Atom), and the Readium Web
Publication Manifest. All links are relative, and resolve against the catalog's own address.
"""

from __future__ import annotations

from samizdat.releases.display import opds_atom, opds_json
from samizdat.releases.display.catalog import of_release
from samizdat.releases.release import Release


def atom(release: Release) -> str:
    """The text of `opds.xml`: an acquisition feed with an entry for each language."""
    return opds_atom.feed(of_release(release))


def json(release: Release) -> str:
    """The text of `opds.json`: a feed with a publication for each language."""
    return opds_json.feed(of_release(release))
