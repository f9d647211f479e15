"""A signature of a note is found in its spellings, and taken off with what belongs to it."""

from __future__ import annotations

import pytest

from samizdat.traces.signatures import signed_part

BEHIND = [
    "He died in 1971.| — Translator's Note",
    "He died in 1971|, N. del T.|",
    "A historian.| (Translator’s note)",
    "A historian.| (Translator's note.)",
    "A historian.| [Translator's footnote]",
    "A historian.| [—Tr. note.]",
    "A historian.| — Trans.",
    "A historian.| -- Tr.",
    "A historian.| (Trans.)",
    "A historian.| — The translator",
    "A historian.| Note by the translator",
    "A historian.| Translator's note.",
    "A historian| — Translator's note|.",
    "A historian| (N. del T.)|.",
    "A historian.| (N. del T.).",
    "A historian|; T.N.",
    "“A historian.”| (T. N.)",
    "Un historiador.| (N. del T.)",
    "Un historiador.| [N. de la T.]",
    "Un historiador.| N.d.T.",
    "Un historiador.| NdT",
    "Un historiador.| (Nota del traductor)",
    "Un historiador.| — Nota de los traductores.",
    "Um historiador.| (N. do T.)",
    "Um historiador.| Nota da tradutora.",
    "Un historien.| (N.d.T.)",
    "Un historien.| – Note du traducteur",
    "Un historien.| [NdlT]",
    "Uno storico.| (N. d. T.)",
    "Uno storico.| Nota della traduttrice",
    "Ein Historiker.| (Anm. d. Übers.)",
    "Ein Historiker.| [Anm. d. Ü.]",
    "Ein Historiker.| – Anmerkung des Übersetzers",
    "Ein Historiker.| A. d. Ü.",
    "Ein Historiker.| (AdÜ)",
    "Ein Historiker.| — Die Übersetzerin",
    "Историк.| (Прим. пер.)",
    "Историк.| — Примечание переводчика",
    "Историк.| — Прим. перев.",
    "Історик.| (Прим. перекл.)",
    "Historyk.| (przyp. tłum.)",
    "Historik.| (pozn. překl.)",
    "Een historicus.| (noot v.d. vert.)",
    "En historiker.| (Övers. anm.)",
    "Történész.| (A ford.)",
    "Tarihçi.| (Ç.N.)",
    "Ιστορικός.| (Σ.τ.Μ.)",
    "مؤرخ.| (المترجم)",
    "مؤرخة.| — المترجمة",
    "مؤرخ.| [ملاحظة المترجم]",
    "מורה.| (הערת המתרגם)",
    "历史学家。|（译注）",
    "歷史學家。|——譯者註",
    "歴史家。|〔訳注〕",
    "역사가.| (옮긴이 주)",
    # brackets and emphasis around more than the signature stay
    "(A historian.| — Translator's note|)",
    "[A historian.| N. del T.|]",
    "A historian (see p. 5|; N. del T.|).",
    "*A historian.| — Trans.|*",
    "A *historian.| — Trans.|*",
    # in Markdown
    "A historian.| *(N. del T.)*",
    "A historian.| — *Trans.*",
    "A historian.| *— Trans.*",
    "A historian.| (*Translator's note*)",
    "*A historian.*| **(Translator's note)**",
    "A historian.| <i>(Translator's note)</i>",
    "A historian.| \\[Translator's note\\]",
    "A historian.|\n    (Translator's\n    note)|\n",
    "Un historiador.|&nbsp;(N.&nbsp;del&nbsp;T.)",
]
BEFORE = [
    "|Translator's note: |A historian.",
    "  |Translator's note: |A historian.",
    "|Translator’s note. |A historian.",
    "|Translator's note.—|A historian.",
    "|Translator's note — |A historian.",
    "|Translators' Note:\n|A historian.",
    "|Translator's note: |... and so on.",
    "|Translator's note|... and so on.",
    "|TN: |A historian.",
    "|(Translator's note) |A historian.",
    "|[Translator's note:] |A historian.",
    "|(Tr. note.) |A historian.",
    "|— N. del T.: |Un historiador.",
    "|N. del T.: |—¿Viene? —dijo.",
    "|N. d. T. – |Un historiador.",
    "|Nota del traductor: |un historiador.",
    "|(N. do T.) |Um historiador.",
    "|Note du traducteur : |un historien.",
    "|Anm. d. Übers.: |Ein Historiker.",
    "|Anmerkung der Übersetzerin: |Ein Historiker.",
    "|Прим. пер.: |Историк.",
    "|ملاحظة المترجم: |مؤرخ.",
    "|הערת המתרגם: |היסטוריון.",
    "|译注：|历史学家。",
    "|【译者注】|历史学家。",
    "【|译注：|历史学家】",
    "[|Translator's note: |a historian]",
    "\\[|N. del T.: |un historiador\\]",
    "—(|Translator's note: |a historian)",
    "[|*Translator's note:* |a historian]",
    "|*Translator's note:* |A historian.",
    "|**Translator's note**: |A historian.",
    "|_N. del T._ |Un historiador.",
    "|*Translator's note:* |*Quixote* is a book.",
    "*|Translator's note: |a historian.*",
    "|\\(Translator's note\\) |A historian.",
    "|<b>Translator's note:</b> |A historian.",
]
NONE = [
    "",
    "A historian.",
    "See the translator's notebook.",
    "The translator's note says otherwise than the author.",
    "Trans. by Constance Garnett.",
    "N. del Tajo, a river.",
    "He signed N. T. and left the town.",
    "Anm. 3 ist falsch.",
    "Un historiador. (N. del A.)",
    "Note to the translator of 1971: no.",
    "这本书的译者注重文字。",
    "قال المترجم إن الكتاب صعب",
]


@pytest.mark.parametrize("marked", [*BEHIND, *BEFORE])
def test_the_part_with_the_signature_is_found(marked: str) -> None:
    before, part, *_ = marked.split("|")
    words = marked.replace("|", "")
    assert signed_part(words, "translator") == (len(before), len(before) + len(part))


@pytest.mark.parametrize("words", NONE)
def test_what_only_looks_like_a_signature_stays(words: str) -> None:
    assert signed_part(words, "translator") is None


@pytest.mark.parametrize(
    "words",
    ["Translator's note", "(N. del T.)", "*N. del T.*", "[Anm. d. Übers.]", "— Trans.", "(Tr.)"],
)
def test_words_may_be_a_signature_and_nothing_else(words: str) -> None:
    assert signed_part(words, "translator") == (0, len(words))


@pytest.mark.parametrize(
    "words",
    [
        "A historian. (Author's note)",
        "Author's note: A historian.",
        "A historian. — Auth.",
        "A historian. (N. del A.)",
        "Anm. d. Verf.: A historian.",
        "A historian. (Прим. авт.)",
    ],
)
def test_authors_sign_too_and_are_no_translators(words: str) -> None:
    assert signed_part(words, "author")
    assert signed_part(words, "translator") is None
