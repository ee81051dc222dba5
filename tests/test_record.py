"""What run.json says of characters that no font has."""

import json

from helpers.run.record import missing_glyphs


def test_missing_characters_are_gathered_from_the_cards_of_figures_and_nothing_else(tmp_path):
    figures = tmp_path / "figures"
    figures.mkdir()
    for name, missing in (("one", ["民", "人"]), ("two", ["人"]), ("three", [])):
        (figures / f"{name}.json").write_text(json.dumps({"missing_glyphs": missing}), "utf-8")
    (figures / "own.json").write_text("5 dots")
    (figures / "list.json").write_text("[1]")
    assert missing_glyphs(tmp_path) == ["人", "民"]
    assert missing_glyphs(tmp_path / "none") == []
