"""The tools and typefaces that a release is made with: the same ones must make the same octets."""

from __future__ import annotations

import platform
import zlib
from importlib import metadata

from samizdat import fonts
from samizdat.releases.release import Font

# Those whose results stand in the files. pypandoc_binary brings pandoc itself.
_LIBRARIES = (
    "Babel",
    "EbookLib",
    "Jinja2",
    "Pillow",
    "fonttools",
    "latex2mathml",
    "lxml",
    "pikepdf",
    "pydyf",
    "pypandoc_binary",
    "pyphen",
    "samizdat",
    "uharfbuzz",
    "weasyprint",
    "ziamath",
)


def versions() -> dict[str, str]:
    """The versions of the tools by name, those of the system among them."""
    from samizdat.pandoc import pandoc_version
    from samizdat.typesetting.engine import system_libraries

    return {
        **{name: metadata.version(name) for name in _LIBRARIES},
        **system_libraries(),
        "pandoc": pandoc_version(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def typefaces() -> tuple[Font, ...]:
    """The typefaces of the house style, and the versions of the packages that bring them."""
    return tuple(
        Font(name=name, version=version) for name, version in sorted(fonts.versions().items())
    )
