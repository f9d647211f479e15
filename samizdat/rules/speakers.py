"""How translators and authors sign a note of theirs, in the languages that samizdat knows best."""

from __future__ import annotations

import re

# Spellings differ in points, spaces and case: `N. del T.`, `N.d.T.`, `NdT`. The first letter of an
# abbreviation is given in capitals there, so that no ordinary word is taken for one.
_TRANSLATOR = r"""
    (?i:translators?['’]s?\ note|translators['’]\ note|note\ (?:by|of|from)\ the\ translators?)
  | (?i:tr(?:ans)?\.?\ note) | T\.\ ?N\. | TN(?=:)
  | (?i:nota\ (?:del?|de\ l[ao]s?|d[oa]s?)\ traduc?tor(?:a|as|es)?)
  | (?i:nota\ (?:del|della|dei)\ tradut(?:tore|trice|tori))
  | (?i:note\ (?:du|de\ la|des)\ traduct(?:eur|rice)s?)
  | N\.?\ ?(?:del?|de\ la|de\ los|de\ l[oa]s|do|da|dos|das|du|des)\ ?(?:T|TT|Tr|Trad)\.
  | [Nn]\.\ ?[dD]\.\ ?(?:T|t|TT|Tr|trad)\. | N[dD]T\b | N\.\ ?T\.
  | (?i:anm(?:\.|erk\.|erkung)\ ?(?:d\.|des|der)\ ?(?:(?:ü|ue)bers(?:\.|etzer(?:s|in)?)|ü\.))
  | A\.\ ?d\.\ ?Ü\.
  | (?i:прим(?:\.|еч\.|ечание)\ ?(?:пер(?:\.|ев\.|еводч\.|еводчи(?:ка|цы|ков))))
"""
_AUTHOR = r"""
    (?i:authors?['’]s?\ note|authors['’]\ note|note\ (?:by|of|from)\ the\ authors?)
  | (?i:nota\ (?:del?|de\ la|de\ los|do|da|dos|das)\ aut(?:or|ora|ores|oras))
  | (?i:nota\ (?:dell['’]|della|degli)\ ?aut(?:ore|rice|ori))
  | (?i:note\ (?:de\ l['’]|des)\ ?aut(?:eur|rice|eure)s?)
  | N\.?\ ?(?:del?|de\ la|do|da|dos|das|de\ l['’]|dell['’])\ ?(?:A|Aut)\.
  | [Nn]\.\ ?[dD]\.\ ?(?:A|a|AA|Aut)\. | N[dD]A\b
  | (?i:anm(?:\.|erk\.|erkung)\ ?(?:d\.|des|der)\ ?(?:verf(?:\.|asser(?:s|in))|autor(?:s|in)))
  | A\.\ ?d\.\ ?V\.
  | (?i:прим(?:\.|еч\.|ечание)\ ?(?:авт(?:\.|ора|оров)))
"""


def _signature(spellings: str) -> re.Pattern[str]:
    """The spellings at the begin of a note, with a full stop or the like behind, or at its end."""
    return re.compile(
        rf"""^[\[(—–-]*\ ?(?P<begin>{spellings})(?:(?<=\.)|\ ?[\])]|\ ?[.:,;—–-])
        | (?:^|[\s\[(—–-])(?P<end>{spellings})[\s.\])]*$""",
        re.VERBOSE,
    )


_SIGNATURES = {"translator": _signature(_TRANSLATOR), "author": _signature(_AUTHOR)}


def signature(words: str, speaker: str) -> str | None:
    """What a `speaker`, `translator` or `author`, has signed the words with, or None."""
    if match := _SIGNATURES[speaker].search(words):
        return match["begin"] or match["end"]
    # An abbreviated person behind a dash or in brackets: "— Trans.", "(Tr.)", "— Прим."
    short = {"translator": r"Trans|Tr|Transl|Übers|Trad|Перев|Пер", "author": r"Auth|Verf|Авт"}
    end = re.search(rf"(?:[—–]\ ?|[(\[])(?P<end>(?:{short[speaker]})\.)[)\]]?$", words)
    return end["end"] if end else None
