"""How title pages and colophons say who made a book, when, and who may print it."""

from __future__ import annotations

import re

from babel import Locale
from babel.dates import get_month_names

from samizdat import locales


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# From which language something was translated, as it stands between “translated” and “by”.
_FROM = (
    r"(?: (?:from|out of) (?:the )?(?:original )?[^\W\d_]+| aus dem [^\W\d_]+"
    r"| de(?:l| la| l['’]) ?[^\W\d_]+| d[ou] [^\W\d_]+| de l['’][^\W\d_]+| dal(?:l['’])? ?[^\W\d_]+"
    r"| с [^\W\d_]+)?"
)
MAKERS = {
    "author": _any_case(
        r"(?:(?:written )?by|autor(?:a|in|es)?:|authors?\s?:|auteur(?:e)?s?\s?:"
        r"|autore:|автор[ы]?:|作者[:：]|מאת)\s*(?<=[\s:：])(?P<name>\S.*)"
    ),
    "translator": _any_case(
        rf"(?:translat(?:ed|ion){_FROM},?(?: by|\s?:)|translat(?:or|ed)s?\s?:(?: by)?"
        rf"|(?:aus dem [^\W\d_]+ )?(?:übersetzt|übertragen){_FROM} von|übersetzung\s?:"
        rf"|übersetzer(?:in)?\s?:"
        rf"|traduc(?:ción|id[oa]){_FROM}(?: de| por|\s?:)|traductora?\s?:"
        rf"|traduzione{_FROM}(?: di|\s?:)|tradotto{_FROM} da"
        rf"|tradu(?:ção|zid[oa]){_FROM}(?: de| por|\s?:)|traduit{_FROM} par"
        rf"|traduction\s?(?:de|:)|перевод{_FROM}(?:чик)?\s?:?|перев[её]л[а]?|译者[:：]|תרגום:)"
        r"\s*(?<=[\s:：])(?P<name>\S[^\n]*)"
    ),
    "editor": _any_case(
        r"(?:edited by|editors?\s?:|herausgegeben von|herausgeber(?:in)?\s?:|edición de|editado por"
        r"|édité par|a cura di|под редакцией|редактор\s?:)\s+(?P<name>[^\n]+)"
    ),
    "illustrator": _any_case(
        r"(?:illustrat(?:ed|ions) by|illustrat(?:or|ion)s?\s?:|illustriert von|ilustrado por"
        r"|ilustraciones de|illustré par)\s+(?P<name>[^\n]+)"
    ),
    "writer of introduction": _any_case(
        r"(?:(?:with )?an introduction by|introduction by|mit einer einleitung von|introducción de"
        r"|introduction de)\s+(?P<name>[^\n]+)"
    ),
}
"""By the role: a whole line that names somebody."""

FROM_LANGUAGE = _any_case(
    r"(?:translated from (?:the )?[^\W\d_]+|aus dem [^\W\d_]+en(?: übersetzt)?|traducido del \w+"
    r"|traduit (?:de l['’]|du )\w+|перевод с \w+)\.?"
)
"""A line that tells only from which language the text was translated."""


def _months() -> str:
    names = {"ene", "abr", "ago", "dic", "janv", "févr", "okt", "dez", "mär"}
    for tag in locales.tags():
        for width in ("wide", "abbreviated"):
            found = get_month_names(width, locale=Locale.parse(tag, sep="-"))
            names |= {str(name).rstrip(".") for name in found.values() if str(name)[:1].isalpha()}
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


MONTH = rf"(?:{_months()})"
"""The pattern of the name of a month, or a short form of it, in the languages of samizdat."""

_WHEN = (
    r"(?:(?:(?:first )?published(?: in)?|written(?: in)?|date|erschienen|publicado(?: en)?|escrito"
    r"(?: en)?|écrit(?: en)?|datum|fecha|дата|написано)\s?:?\s+)?"
)
_DAY = r"(?:\d{1,2}(?:\.|st|nd|rd|th|er|º)? (?:of |de )?)?"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)?, )?"
DATE = _any_case(
    rf"{_WHEN}\(?(?P<date>(?:{_DAY}{MONTH}\.?,? (?:de |of )?{_ORDINAL})?(?:1[4-9]|20)\d\d"
    r"|1[4-9]\d\d[–-]\d\d(?:\d\d)?"
    r"|(?:1[4-9]|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?: г\.)?\)?\.?"
)
RIGHTS = _any_case(
    r"(?:anti-?\s?copyright|no copyright|copyleft|public domain|gemeinfrei|dom[ií]nio público"
    r"|dominio público|domaine public|общественное достояние|cc[- ](?:by|0)|cc0"
    r"|creative commons|copyright|©|\(c\)\s|all rights reserved|no rights reserved"
    r"|alle rechte vorbehalten|(?:todos )?los derechos reservados|tous droits réservés"
    r"|(?:this (?:work|text|book) is )?licen[sc]ed under|licen[sc]e\s?:|lizenz\s?:"
    r"|this (?:work|text|book) is (?:in|free)).*"
)
"""A line about who may print the text."""

SOURCE = _any_case(
    r"(?:(?:source|online|quelle|fuente|fonte|origen|источник|zdroj|źródło|来源)(?P<colon>\s?[:：])?"
    r"|retrieved(?: on [^\n]{1,40}?)? from|recuperado(?: el [^\n]{1,40}?)? de"
    r"|online(?: at| version)|available at)\s?:?\s*"
)
ARCHIVE = _any_case(
    r"(?:the )?(?:anarchist library(?: \(mirror\))?|marxists internet archive|project gutenberg"
    r"|libcom(?:\.org)?|internet archive|sprout distro|wikisource|zinelibrary)[^\n]{0,40}"
    r"|(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|info|de|es|fr|it|eu)/?"
)
BY = re.compile(r"(?:[Vv]on|[Pp]or|[Dd]e|[Pp]ar|[Dd]i|VON|POR|DE|PAR|DI|מאת) (?P<name>\S.*)")
"""Words that name an author below a title, and begin a title as well."""
ASIDE = _any_case(
    r"(?:transcription|transcribed|transcriber|html|html markup|mark-?up|proofread(?:ing)?"
    r"|digiti[sz]ed|scanned|online version|first posted|posted|submitted|uploaded|attached files"
    r"|credits"
    r"|produced|last updated|most recently updated|original publication|ebook(?: no\.?| #)?"
    r"|release date|language|character set encoding)(?:/[\w ]+)?(?:\s?:| by| on| #)[^\n]*"
)
"""A line that tells how the copy was made, which is no fact of this edition."""
TITLE = _any_case(r"(?:title|titel|título|titre|titolo|название|书名)\s?[:：]\s*(?P<title>\S.*)")
NAME = re.compile(
    r"(?:(?:[^\W\d_a-zа-яα-ω][\w’'.-]*|d['’][^\W\d_a-z][\w’'-]*"
    r"|de|da|del|della|di|do|dos|du|la|le|van|von|der|den|zu|zur|y|e|bin|al|ibn|el|af|ten|ter)"
    r"(?: (?=\S)|$)){2,6}"
)
"""A name of two words at least, each with a capital or one of the small words of names."""
NO_NAME = re.compile(
    r"(?:For|To|In|On|The|An?|Für|Der|Die|Das|Para|El|La|Los|Las|Pour|À|Le|Les|Для|О|Об|В|На) "
)
"""The words with which a dedication or a title begins, rather than a name."""
