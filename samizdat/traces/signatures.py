"""How translators and authors sign a note of theirs, in the languages that samizdat knows best."""

from __future__ import annotations

import re

# Spellings differ in points, spaces and case: `N. del T.`, `N.d.T.`, `NdT`. The first letter of an
# abbreviation is given in capitals there, so that no ordinary word is taken for one.
_TRANSLATOR = r"""
    (?i:translators?['’]s?\ (?:foot)?note|translators['’]\ note|translator\ note)
  | (?i:note\ (?:by|of|from)\ (?:the\ )?translators?)
  | (?i:tr(?:ans(?:l)?)?\.?\ note) | T\.\ ?N\. | TN(?=:)
  | (?i:nota\ (?:del?|de\ l[ao]s?|d[oa]s?)\ trad(?:\.|uc?tor(?:a|as|es)?))
  | (?i:nota\ (?:del|della|dei|delle)\ tradut(?:tore|trice|tori|trici))
  | (?i:nota\ d[ei]\ (?:la\ )?tra(?:ducción|dução|duzione))
  | (?i:note\ (?:du|de\ la|des)\ trad(?:\.|uct(?:eur|rice)s?)|note\ de\ traduction)
  | [Nn]\.?\ ?(?:del?|de\ l[ao]s?|do|da|dos|das|du|des)\ ?(?:T|t|TT|Tr|tr|[Tt]rad)\.
  | [Nn]\.\ (?:del|de\ la|do|da)\ (?i:traduc?tora?)\b | N\ del\ T\b
  | [Nn]\.\ ?[dD]\.\ ?(?:[lL]\.\ ?)?(?:T|t|TT|Tr|tr|trad)\.
  | N\.\ ?d\.\ ?T(?![\w.]) | N[dD][lL]?[tT]\b | ndt\b | N\.\ ?T\.
  | (?i:anm(?:\.|erk\.|erkung)\ ?(?:d\.\ |d\.|des\ |der\ )?
        (?:(?:ü|ue)bers(?:\.|(?!\w)|etzer(?:s|in|innen)?)|übs\.|ü\.))
  | A\.\ ?d\.\ ?(?:Ü|Übers)\. | AdÜ\b
  | (?i:прим(?:\.|еч\.|ечани[ея])\ ?(?:пер(?:\.|ев\.|евод\.|еводч\.|еводчи(?:ка|цы|ков))))
"""
_AUTHOR = r"""
    (?i:authors?['’]s?\ note|authors['’]\ note|note\ (?:by|of|from)\ the\ authors?)
  | (?i:nota\ (?:del?|de\ la|de\ los|do|da|dos|das)\ aut(?:or|ora|ores|oras))
  | (?i:nota\ (?:dell['’]|della|degli)\ ?aut(?:ore|rice|ori))
  | (?i:note\ (?:de\ l['’]|des)\ ?aut(?:eur|rice|eure)s?)
  | [Nn]\.?\ ?(?:del?|de\ l[ao]s?|do|da|dos|das|de\ l['’]|dell['’])\ ?(?:A|a|AA|Aut|aut)\.
  | [Nn]\.\ (?:del|de\ la|do|da)\ (?i:autora?)\b
  | [Nn]\.\ ?[dD]\.\ ?(?:[lL]['’])?(?:A|a|AA|Aut)\. | N[dD][lL]?[aA]\b
  | (?i:anm(?:\.|erk\.|erkung)\ ?(?:d\.|des|der)\ ?
        (?:verf(?:\.|asser(?:s|in))|aut(?:\.|or(?:s|in|en)))|anm\.\ ?d\.\ ?[av]\.)
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
    short = {
        "translator": r"(?:Trans|Tr|Transl|(?:d\. )?Übers|d\. Ü|Trad|Перев|Пер)\."
        r"|(?:The )?[Tt]ranslator|[Dd](?:er|ie) Übersetzer(?:in)?|Переводчи(?:к|ца)",
        "author": r"(?:Auth|(?:d\. )?Verf|Авт)\.|(?:The )?[Aa]uthor|Автор",
    }
    end = re.search(
        rf"(?:(?:[—–]|(?<=[\s.])--?-?)\ ?|[(\[])(?P<end>{short[speaker]})[.)\]]*$", words
    )
    return end["end"] if end else None
