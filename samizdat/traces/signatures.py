"""How translators and authors sign a note of theirs, in the languages that samizdat knows best."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

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
  | (?i:прим(?:\.|ітк[аи])\ (?:пер\.|перекл(?:\.|адач(?:а|ки|ів))))
  | (?i:przyp(?:\.|isy?)\ tłum(?:\.|acz(?:a|ki|y)))
  | (?i:pozn(?:\.|ámk[ay])\ p[rř]ekl(?:\.|adatel(?:e|ky|ů)))
  | (?i:noot\ v(?:an|\.)\ ?d(?:e|\.)\ ?vert(?:\.|aler|aalster))
  | (?i:övers(?:\.|ättarens)\ anm(?:\.|ärkning)) | (?i:overs[æe]tterens\ (?:note|merknad))
  | (?i:suom(?:\.|entajan)\ huom(?:\.|autus)) | (?i:a\ ford(?:\.|ító)\ megj(?:\.|egyzése))
  | (?i:not[aă]\ trad(?:\.|ucătorului|ucătoarei)) | (?i:noto\ de\ la\ traduk(?:into|isto))
  | [Çç]\.\ ?[Nn]\. | (?i:çev(?:\.|irmenin|irenin)\ notu)
  | Σ\.\ ?τ\.\ ?[Μμ]\. | (?i:σημείωση\ τ(?:ου|ης)\ μεταφρ(?:\.|αστή|άστριας))
  | (?:ملاحظة|هامش|حاشية|تعليق)\ (?:من\ )?المترجمة? | (?:یادداشت|پانوشت|پانویس)\ مترجم
  | הער(?:ת|ות)\ ה?מתרגמ?(?:ם|ת|ים|ות)?
  | [译譯訳]者?[注註按] | 옮긴이\ ?주 | 역자\ ?주 | 역주
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
  | (?i:przyp(?:\.|is)\ aut(?:\.|ora|orki)) | (?:ملاحظة|هامش|حاشية|تعليق)\ المؤلفة?
  | הער(?:ת|ות)\ ה?מחבר(?:ת|ים)? | 作者[注註按] | 原[注註]
"""

# Brackets, and stops that end or part, in the narrow and the wide forms that go with Chinese.
_OPEN, _CLOSE = "[(（【〔［", "])）】〕］"
_OPENING, _CLOSING = re.escape(_OPEN), re.escape(_CLOSE)


_SPELLINGS = {"translator": _TRANSLATOR, "author": _AUTHOR}

_PERSONS = {
    "translator": r"(?:Trans|Tr|Transl|(?:d\. )?Übers|d\. Ü|Trad|Перев|Пер)\."
    r"|(?:The )?[Tt]ranslator|[Dd](?:er|ie) Übersetzer(?:in)?|Переводчи(?:к|ца)"
    r"|[Aa] ford\.|المترجمة?|ה?מתרגמ?[םת]|[译譯訳]者|옮긴이",
    "author": r"(?:Auth|(?:d\. )?Verf|Авт)\.|(?:The )?[Aa]uthor|Автор|المؤلفة?|作者",
}


@cache  # compiled when they are asked for, which takes longer than to import all of this
def _signatures(speaker: str) -> tuple[re.Pattern[str], ...]:
    return _signature(_SPELLINGS[speaker]), _abbreviation(_PERSONS[speaker])


def _signature(spellings: str) -> re.Pattern[str]:
    """The spellings at the begin of a note, with a full stop or the like behind, or at its end."""
    return re.compile(
        rf"""^[{_OPENING}—–-]*\ ?(?P<begin>{spellings})(?:(?<=\.)|\ ?[{_CLOSING}]|\ ?[.:,;：—–-])
        | (?:^|[\s{_OPENING}—–-])(?P<end>{spellings})[\s.。{_CLOSING}]*$""",
        re.VERBOSE,
    )


def _abbreviation(spellings: str) -> re.Pattern[str]:
    """A person behind a dash or in brackets, at the end: “— Trans.”, “(Tr.)”, “— Прим.”."""
    return re.compile(
        rf"(?:(?:[—–]|(?<=[\s.])--?-?)\ ?|[{_OPENING}])(?P<end>{spellings})[.{_CLOSING}]*$"
    )


_LONGEST = 100
"""More characters than any spelling has, with what may stand before it."""

_BEHIND = ".。" + _CLOSE + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Stops, brackets and all white space, of which any number may stand behind a signature."""


def signature(words: str, speaker: str) -> str | None:
    """What a `speaker`, `translator` or `author`, has signed the words with, or None."""
    found = _found(words, speaker)
    return words[found.start : found.end] if found else None


@dataclass(frozen=True)
class _Signature:
    """Where the spelling of a signature stands, and whether that is before the note's words."""

    start: int
    end: int
    is_first: bool


def _found(words: str, speaker: str) -> _Signature | None:
    # What does not stand at the begin stands at the end, and is not looked for between them.
    end = len(words.rstrip(_BEHIND))
    for pattern in _signatures(speaker):
        if match := pattern.match(words) or pattern.search(words, max(0, end - _LONGEST)):
            side = match.lastgroup or ""
            return _Signature(*match.span(side), is_first=side == "begin")
    return None


# Emphasis, which may stand around a signature or only a part of it.
_EMPHASIS = re.compile(r"[*_]+|</?[A-Za-z][^<>]*>")
_SIGN = re.compile(rf"(?P<space>(?:\s|&nbsp;)+)|(?P<unseen>\\|{_EMPHASIS.pattern})|.")
# What parts a signature from the words behind it. A colon ends it, so that a dash behind one
# belongs to the words.
_PARTING = re.compile(
    rf"[{_CLOSING}]*\ ?(?:[.,;](?!\.)[{_CLOSING}]*\ ?)?"
    rf"(?:[:：][{_CLOSING}]*|[—–-]{{1,3}}[{_CLOSING}]*)?\ ?"
)
_ENDED = re.compile(rf"[.!?…:;。！？：；][\"'”’»」』{_CLOSING}]*$")


def signed_part(words: str, speaker: str) -> tuple[int, int] | None:
    """From where to where the words hold their signature, or None where they have none.

    The words may be Markdown. Brackets, dashes, spaces, emphasis and stops that belong to the
    signature are parts of it; brackets and emphasis around more than the signature are not, nor is
    the full stop of a sentence that has no other. All of it may be the signature.
    """
    signs = _seen(words)
    seen = "".join(sign for sign, _, _ in signs)
    found = _found(seen, speaker)
    if found is None:
        return None
    first, last = (_at_the_begin if found.is_first else _at_the_end)(seen, found)
    start, end = signs[first][1], signs[last - 1][2]
    return _with_emphasis(words, start, end, is_first=found.is_first)


def _seen(words: str) -> list[tuple[str, int, int]]:
    """What readers see of the words, sign by sign, white space folded, and where each stands."""
    signs: list[tuple[str, int, int]] = []
    for match in _SIGN.finditer(words):
        is_doubled = match["space"] and (not signs or signs[-1][0] == " ")
        if not match["unseen"] and not is_doubled:
            signs.append((" " if match["space"] else match.group(), *match.span()))
    return signs[:-1] if signs and signs[-1][0] == " " else signs


def _at_the_begin(seen: str, found: _Signature) -> tuple[int, int]:
    """The part of a signature before the words, without brackets that close behind it."""
    parting = _PARTING.match(seen, found.end)
    last = parting.end() if parting else found.end
    opened = [place for place in range(found.start) if seen[place] in _OPEN]
    unclosed = len(opened) - sum(sign in _CLOSE for sign in seen[found.end : last])
    return (opened[unclosed - 1] + 1 if unclosed > 0 else 0), last


def _at_the_end(seen: str, found: _Signature) -> tuple[int, int]:
    """The part of a signature behind the words, without brackets that open before it."""
    first = len(seen[: found.start].rstrip(f" {_OPEN}—–-"))
    opened = sum(sign in _OPEN for sign in seen[first : found.start])
    if seen[first - 1 : first] in {",", ";", ":"}:
        first -= 1
    is_ended = first == 0 or bool(_ENDED.search(seen[:first]))
    last = found.end
    for sign in seen[found.end :]:
        if opened == 0 and (sign in _CLOSE or (sign in ".。" and not is_ended)):
            break
        opened -= sign in _CLOSE
        last += 1
    return first, last


def _with_emphasis(words: str, start: int, end: int, *, is_first: bool) -> tuple[int, int]:
    """The part with the emphasis that begins or ends in it, or that is around it and no more."""
    if words[start - 1 : start] == "\\":
        start -= 1
    before = re.search(rf"(?:{_EMPHASIS.pattern})$", words[:start])
    behind = _EMPHASIS.match(words, end)
    is_open = len(_EMPHASIS.findall(words, start, end)) % 2 == 1
    if before and ((is_open and is_first) or (behind and not is_open)):
        start = before.start()
    if behind and ((is_open and not is_first) or (before and not is_open)):
        end = behind.end()
    return start, end
