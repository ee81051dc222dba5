"""The instruments: every module here holds one as INSTRUMENT, and is found by being here."""
