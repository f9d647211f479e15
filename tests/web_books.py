"""Books made to be read in a browser: what is too wide, notes in every place, and from the right.

`PLACES` names the notes of `odd_things()` by where they are called.
"""

from __future__ import annotations

import io

from PIL import Image

WORDS = (  # noqa: SIM905  # prose reads better than a list
    "the lamp was lit at dusk and put out at dawn and between the two a keeper read whatever"
    " boats had brought to this rock"
).split()

ARABIC = (  # noqa: SIM905
    "كان المصباح يضاء عند الغروب ويطفأ عند الفجر وبينهما كان الحارس يقرأ كل ما حملته القوارب"
).split()

PLACES = {
    "chapter": "At the heading of a chapter.",
    "heading": "At a heading.",
    "outer": "A note ^[Within a note.] in which there is another.",
    "twice": "Called twice.",
    "head": "At the head of a table.",
    "cell": "At a cell.",
    "caption": "At the caption of a table.",
    "figure": "At the caption of a figure.",
    "item": "At an item.",
    "below": "At an item below another.",
    "verse": "At a verse.",
    "quote": "At a quotation.",
    "term": "At a term.",
    "meaning": "At what a term means.",
    "right": "At words from right to left.",
}

NOTES = 30
"""How many notes `many_notes()` has, close together."""


ARABIC_FACTS = """\
title: المصباح والبحر
language: ar
creators:
  - name: Ana Pressa
version: 1.0.0
modified: 2026-03-01T12:00:00Z
"""


def sentence(words: list[str], count: int, seed: int) -> str:
    """So many words in an order that depends on the seed alone."""
    chosen = [words[(i * 7 + seed * 3 + i * i % 5) % len(words)] for i in range(count)]
    return " ".join(chosen).capitalize() + "."


def picture() -> bytes:
    """A picture that is wider than any window."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1200)).save(file, "png")
    return file.getvalue()


def odd_things() -> str:
    """Whatever is wider than a phone, and a note in every place that may have one."""
    columns = range(12)
    definitions = "".join(f"[^{label}]: {words}\n\n" for label, words in PLACES.items())
    return rf"""# Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen {{#long}}

A wide table:

|{"|".join(f" Heading{n} " for n in columns)}|
|{"---|" * len(columns)}
|{"|".join(f" value{n}value " for n in columns)}|

: A wide table, of which a phone shows the beginning.[^caption] {{#tbl-wide}}

```
total = {" + ".join(f"some_long_name_{n}" for n in range(30))}
{"x" * 200}
```

An address: https://example.org/{"abcdefghij" * 20}, a `name_{"x" * 90}`, and a formula
$a_0 + a_1 x + a_2 x^2 + a_3 x^3 + a_4 x^4 + a_5 x^5 + a_6 x^6 + a_7 x^7 + a_8 x^8 = f(x)$, one of
few signs ${"=".join("W" * 12)}$, and
$$
f(x) = \sum_{{k=0}}^{{\infty}} \frac{{f^{{(k)}}(a)}}{{k!}}(x-a)^k
= f(a) + f'(a)(x-a) + \frac{{f''(a)}}{{2!}}(x-a)^2 + \frac{{f'''(a)}}{{3!}}(x-a)^3 + \cdots
$$
{sentence(WORDS, 60, 1)}

# Places of notes[^chapter] {{#places}}

## A heading with a note[^heading] {{#second}}

A paragraph with a note in a note.[^outer] One that is called twice,[^twice] and here.[^twice]

| Head[^head] | Other |
|-------------|-------|
| cell[^cell] | cell  |

![A figure.[^figure]](images/wide.png){{alt="A grey that becomes darker."}}

- An item[^item]
- another
    - below[^below]

| A verse with a note[^verse]
|    and another verse

> A quotation with a note.[^quote]

Term[^term]
:   what it means.[^meaning]

The word [كتاب]{{lang=ar dir=rtl}} and

::: {{lang=ar dir=rtl}}
هذه فقرة قصيرة تكتب من اليمين إلى اليسار.[^right]
:::

{definitions}"""


def many_notes() -> str:
    """Notes of different lengths, close together; every sixth is too long to stand there whole."""
    lengths = (8, 40, 3, 90, 200, 12)
    text = " ".join(f"{sentence(WORDS, 6, n)}[^m{n}]" for n in range(NOTES))
    rest = "\n\n".join(sentence(WORDS, 120, n) for n in range(12))
    definitions = "".join(
        f"[^m{n}]: {sentence(WORDS, lengths[n % 6], n)}\n\n" for n in range(NOTES)
    )
    return f"# Many notes {{#many}}\n\n{text}\n\n{rest}\n\n{definitions}"


def from_the_right() -> str:
    """A text in Arabic, with notes."""
    text, definitions = "# حارس المصباح {#lamp}\n\n", ""
    for number in range(8):
        before, behind = (sentence(ARABIC, 60, number + more) for more in (0, 1))
        text += f"{before}[^n{number}] {behind}\n\n"
        definitions += f"[^n{number}]: {sentence(ARABIC, 12 + number * 4, number)}\n\n"
    return text + definitions
