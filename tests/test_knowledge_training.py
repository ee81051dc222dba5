"""From tables to shelves: licences, corrections, spellings by rule."""

import pytest

from helpers.training import knowledge_rows
from helpers.training.knowledge_rows import Tables

HEAD = "name,aliases,country,name_ru,forms_ru,source,licence\n"
CORRECTED = "# head\ntable,name,country,column,remove,add,why\n"


def tables(folder, monkeypatch, rows, corrections=""):
    (folder / "places.csv").write_text(HEAD + rows, "utf-8")
    (folder / "corrections.csv").write_text(CORRECTED + corrections, "utf-8")
    monkeypatch.setattr(knowledge_rows, "CORRECTIONS", folder / "corrections.csv")
    return Tables(folder)


def test_rows_that_must_be_shared_alike_are_left_out_or_cut_to_what_is_free(tmp_path, monkeypatch):
    rows = (
        "Aland,Alandia,AX,Аланд,Аланда|Республики Аланд,CLDR 48; other/list,Unicode-3.0; ODbL-1.0\n"
        "Bland,,BL,,,other/list,ODbL-1.0\n"
        "Cland,Clandia,CL,,,own,facts\n"
    )
    read = list(tables(tmp_path, monkeypatch, rows).read("places"))
    assert [row["name"] for row in read] == ["Aland", "Cland"]
    assert (read[0]["aliases"], read[0]["forms_ru"], read[0]["source"], read[0]["licence"]) == (
        "",
        "Аланда",
        "CLDR 48",
        "Unicode-3.0",
    )
    assert read[1]["aliases"] == "Clandia"


def test_corrections_mend_rows_and_those_without_a_row_are_told(tmp_path, monkeypatch):
    rows = "Aland,Alandia|Alondia,AX,,,own,facts\nBland,,BL,,,own,facts\n"
    lines = ("Aland,AX,aliases,Alondia,The Aland,misspelt", "Bland,BL,*,,,no such place", "Dland,DL,*,,,gone")
    corrections = "".join(f"places,{line}\n" for line in lines)
    found = tables(tmp_path, monkeypatch, rows, corrections)
    assert [(row["name"], row["aliases"]) for row in found.read("places")] == [("Aland", "Alandia|The Aland")]
    assert found.idle == {"places: Dland DL"}


@pytest.mark.parametrize(
    ("russian", "german"),
    [
        ("Сергей Лавров", "Sergei Lawrow"),
        ("Дмитрий Песков", "Dmitri Peskow"),
        ("Мария Захарова", "Marija Sacharowa"),
        ("Алексей Венедиктов", "Alexei Wenediktow"),
        ("Евгений Прожижин", "Jewgeni Proschischin"),
        ("Юлия Чащина", "Julija Tschaschtschina"),
        ("Касым-Жомарт Токаев", "Kassym-Schomart Tokajew"),
    ],
)
def test_russian_names_in_german_newspapers(russian, german):
    pytest.importorskip("jieba")
    from helpers.training.knowledge_people import german as spelt

    assert spelt(russian) == german
