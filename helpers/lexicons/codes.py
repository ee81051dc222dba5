"""The codes that a name can stand for: ISO 3166 for countries, and those of regions and organisations."""

from functools import lru_cache

from babel import Locale

from helpers import lexicons

NAMED = ("organisation", "seat", "office", "institution", "medium", "person", "place", "region")
NO_COUNTRY = {"ZZ", "XA", "XB", "QO"}  # of CLDR: unknown, and made for tests


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Every code that a name of the gazetteer can stand for."""
    listed = lexicons.load("gazetteer_names")
    named = {code for kind in NAMED for code in listed[kind]}
    territories = {code for code in map(str, Locale("en").territories) if len(code) == 2} - NO_COUNTRY
    countries = {code for language in lexicons.folders() for code in lexicons.load("names", language)["countries"]}
    inhabited = {code for language in lexicons.folders() for code in lexicons.load("gazetteer", language)}
    return frozenset(named | territories | countries | inhabited)
