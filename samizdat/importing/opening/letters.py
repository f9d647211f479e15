"""The letters of languages beyond a to z, by which a wrong encoding is told from the right one.

Source: the main exemplar characters of Unicode CLDR; of Chinese and Japanese the signs that come
most often.
"""

from __future__ import annotations

_LETTERS = {
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåé",
    "de": "äöüß",
    "en": "éïèçñ",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "fi": "äöåšž",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áðéíóúýþæö",
    "it": "àèéìíòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nb": "æøåéèêóòâô",
    "nl": "ëïéèóöüá",
    "pl": "ąćęłńóśźż",
    "pt": "ãáàâçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sv": "åäöéà",
    "tr": "çğıöşüâîû",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "uk": "абвгдежзийклмнопрстуфхцчшщьюяґєіїʼ",
    "be": "абвгдежзйклмнопрстуфхцчшыьэюяёіў",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдежзиклмнопрстуфхцчшђјљњћџ",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى" + "".join(map(chr, range(0x64B, 0x653))) + "،؛؟",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "th": "".join(map(chr, range(0xE01, 0xE5C))),
    "zh": "的一是不了在人有我他这個个们們中来來上大为為和国國地到以说說时時要就出会會"
    "可也你对對生能而子"
    "那得于於着下自之年过過发發后後作里裡用道行所然家种事成方多经經么麼去法学學"
    "如都同现現当當没沒"
    "动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"
    "，。、；：？！“”‘’（）《》「」『』",
    "ja": "".join(map(chr, range(0x3041, 0x30FF)))
    + "。、「」『』・ーの人日本年大出中一国者言見行私思",
    "ko": "이다는을의에가고지은하어한로도를사기리나자그시서인대라일전게부과수들정있아해만"
    "보여것상주으",
}
LETTERS = {language: frozenset(some + some.upper()) for language, some in _LETTERS.items()}
MARKS = frozenset("“”„‘’‚«»‹›–—…¿¡°§©·£€\u00a0\u00ad")
"""Marks that texts of many languages have."""
