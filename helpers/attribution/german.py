"""German verbs of saying, and their forms."""

from __future__ import annotations

from functools import lru_cache

from helpers.attribution.lists import lists


@lru_cache
def verbs() -> tuple[frozenset[str], frozenset[str], dict[str, frozenset[str]]]:
    """Finite forms of speech and attitude, those of attitude, and the prefixes that a form needs."""
    words = lists("de")
    speech: dict[str, set[str]] = {}
    attitude: dict[str, set[str]] = {}
    for key, into in (("", speech), ("attitude_", attitude)):
        for stem in words[key + "weak"]:
            prefix, _, bare = stem.rpartition("+")
            e = "e" if bare.endswith(("t", "d", "chn", "gn")) else ""
            forms = [
                bare + e + "t",
                bare + ("n" if bare.endswith(("el", "er")) else "en"),
                bare + e + "te",
                bare + e + "ten",
            ]
            for form in forms:
                into.setdefault(form, set()).add(prefix)
        for forms in words[key + "strong"].values():
            for form in forms[:4]:
                prefix, _, bare = form.rpartition("+")
                into.setdefault(bare, set()).add(prefix)
    both = {form: frozenset(speech.get(form, set()) | attitude.get(form, set())) for form in {**speech, **attitude}}
    return frozenset(both), frozenset(attitude) - frozenset(speech), both


@lru_cache
def joined() -> frozenset[str]:
    """Finite forms with their prefix in front, as they end a subordinate clause: mitteilte, ankündigte."""
    return frozenset(prefix + form for form, prefixes in verbs()[2].items() for prefix in prefixes if prefix)


@lru_cache
def participles(key: str = "") -> frozenset[str]:
    """The participles of the verbs of saying, gesagt, mitgeteilt; of those of thinking with the key "attitude_"."""
    words = lists("de")
    out = {forms[-1] for forms in words[key + "strong"].values()}
    for stem in words[key + "weak"]:
        prefix, _, bare = stem.rpartition("+")
        ending = ("e" if bare.endswith(("t", "d", "chn", "gn")) else "") + "t"
        inseparable = bare.startswith(("be", "er", "ver", "wider", "wieder", "unter", "ent")) or bare.endswith("ier")
        out.add(prefix + ("" if inseparable else "ge") + bare + ending)
    return frozenset(out)
