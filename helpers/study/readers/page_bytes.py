"""From the bytes of a web page to its text, whatever it says of its encoding.

Browsers believe what a page declares; pages saved by programs often declare what they are no longer. So UTF-8 that is
valid is UTF-8, and another declaration counts only where it gives letters of the script that the bytes show.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from helpers.reading import BOMS, CYRILLIC, LATIN, USUAL, decoded

HEAD = 100_000  # bytes within which a page may declare its encoding
SHOWN = 40_000  # bytes of text that tell an encoding
UNSEEN = re.compile(rb"<!--.*?-->|<(script|style|noscript)\b.*?</\1\s*>|<[^<>]*>|&#?\w+;", re.S | re.I)
DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]+)|<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
TEXT = re.compile(r"utf-?\d+|windows-?\d+|cp-?\d+|iso-?8859-?\d+|latin-?\d+|koi8-?[rut]|gbk?|gb-?\w+|big5\w*|euc-?\w+|"
                  r"shift[-_]?jis|x?-?sjis|mac-?\w+|us-ascii|ascii", re.I)  # fmt: skip
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
SCRIPTS = ("LATIN", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "GREEK", "ARABIC", "HEBREW", "THAI")


def page_decoded(raw: bytes) -> str:
    """The text of a page. ReadingError for an empty or a binary file, and where no encoding fits."""
    if raw.startswith(tuple(BOMS)) or b"\0" in raw:
        return decoded(raw).text
    try:
        return raw.decode()
    except UnicodeDecodeError:
        encoding = _encoding(raw)
    return raw.decode(encoding, "replace") if encoding else decoded(raw).text


def _encoding(raw: bytes) -> str:
    """The encoding of a page that is no UTF-8, "" where it is UTF-8 with broken bytes."""
    shown = UNSEEN.sub(b" ", raw).strip()[:SHOWN] or raw[:SHOWN]
    text = decoded(shown).text
    guess = next((name for name in (*LATIN, *CYRILLIC, *USUAL) if shown.decode(name, "replace") == text), "")
    declared = _declared(raw)
    if not declared or not guess or declared == guess:
        return guess
    script = _script(text)
    # of five Cyrillic encodings the letters tell the right one; of the others the page knows better
    return declared if script != "CYRILLIC" and _script(shown.decode(declared, "replace")) == script else guess


def _declared(raw: bytes) -> str:
    found = DECLARED.search(raw[:HEAD])
    name = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    if not TEXT.fullmatch(name):
        return ""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    return "" if known.startswith("utf") else WIDER.get(known, known)


def _script(text: str) -> str:
    """The script of most letters beyond ASCII; kana and characters are one."""
    names = Counter(unicodedata.name(char, "").split(" ")[0] for char in text if char > "\x7f" and char.isalpha())
    found = next((name for name, _ in names.most_common() if name in SCRIPTS), "")
    return "CJK" if found in ("HIRAGANA", "KATAKANA") else found
