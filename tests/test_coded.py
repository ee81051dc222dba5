"""Texts coded line by line: their strings as characters of the article."""

from __future__ import annotations

import json

import pytest

from helpers.study import StudyError
from helpers.training import coded

TEXT = "## article 0\n0.0\tПосол: мост открыт\n0.1\t«Мост, — сказал он, — открыт», — сказал он.\n0.2\tЕдут поезда.\n"


def written(folder, *rows):
    (folder / "ru").mkdir()
    (folder / "ru" / "00.txt").write_text(TEXT, "utf-8")
    file = folder / "ru" / "00.jsonl"
    file.write_text("".join(json.dumps({"line": line, "a": a}) + "\n" for line, a in rows), "utf-8")
    return file


def test_strings_become_characters_of_the_lines_that_were_read(tmp_path):
    file = written(
        tmp_path,
        ("0.0", [{"source": "Посол", "cue": ":", "content": "мост открыт"}]),
        ("0.1", [{"source": "он@@2", "cue": "сказал@@2", "content": ["«Мост,", "открыт»"]}]),
    )
    (article,) = coded.load([tmp_path])
    assert article.name == "ru_00_0" and "поезда" not in article.text  # its line was not read
    first, second = article.attributions
    assert [article.text[slice(*s)] for s in first.source + first.cue + first.content] == ["Посол", ":", "мост открыт"]
    assert [article.text[slice(*s)] for s in second.content] == ["«Мост,", "открыт»"]
    line = article.text.index("«Мост")
    assert second.source[0][0] - line == TEXT.splitlines()[2].split("\t")[1].rindex("он.")
    assert coded.load([tmp_path], without=[file]) == []


def test_a_string_that_is_not_there_is_told_with_its_line(tmp_path):
    written(tmp_path, ("0.0", [{"source": "Посол@@2", "cue": ":", "content": "мост"}]))
    with pytest.raises(StudyError, match=r"00\.jsonl, line 0\.0: 'Посол' does not occur there 2 times"):
        coded.load([tmp_path])
