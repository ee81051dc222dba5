"""Hand coding: read as people and spreadsheets leave it, led back to its sentences, each loss told with its row."""

import datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from helpers import analysis, figures
from helpers.analysis import coding
from helpers.study import StudyError, load_study
from helpers.study.table_file import neutral

SETTINGS = """
title: A ferry
voices:
  - {name: island, label: Island, countries: [IS], colour: "#D55E00", marker: o}
  - {name: coast, label: Coast, countries: ["NO"], colour: "#0072B2", marker: D}
targets:
  - {name: ferry, label: Ferry, countries: [], words: [ferry]}
codebooks: [semetko_valkenburg]
"""
SENTENCES = [
    ("007:0", "007", 0, 20, "The ferry is late.", "none", "narrator"),
    ("007:1", "007", 21, 60, "“It sank,” said the islanders of it.", "direct", "island"),
    ("007:2", "007", 61, 90, "=Both towns want a new one.", "indirect", "coast|island"),
    ("b:0", "b", 0, 20, "The ferry is late.", "none", "narrator"),
    ("b:1", "b", 21, 50, "Паром утонул в море вчера.", "none", "unmeasured"),
]


class Measured:
    """A measured study of made-up sentences."""

    def __init__(self, study) -> None:
        self.study = study
        columns = ["sentence_id", "article_id", "start", "end", "text", "mode", "voice"]
        self.sentences = pd.DataFrame(SENTENCES, columns=columns)
        self.articles = pd.DataFrame({"article_id": ["007", "b"], "outlet": ["post", "post"], "story_id": ["007", "b"]})
        self.articles["language"] = "en"
        scores = dict.fromkeys(self.sentences["sentence_id"], 0.9) | {"007:1": -0.9}
        self.sentiment = pd.DataFrame(scores.items(), columns=["sentence_id", "score"]).assign(instrument="one")

    def query(self, sql, parameters=()):
        with duckdb.connect() as connection:
            for name in ("sentences", "articles", "sentiment"):
                connection.register(name, getattr(self, name))
            return connection.execute(sql, list(parameters)).df()


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    (tmp_path / "study.yaml").write_text(SETTINGS)
    return Measured(load_study(tmp_path))


def read(measured: Measured, content: str | bytes) -> coding.Coding:
    raw = content if isinstance(content, bytes) else content.encode()
    (measured.study.folder / "coding.csv").write_bytes(raw)
    return coding.read_coding(measured.study, "coding.csv")


def found(measured: Measured, content: str) -> list[str]:
    return coding.matched(measured, read(measured, content).table).table["sentence_id"].tolist()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("article_id,start,end,mode\n007,21,60,none\n", "007:1"),
        ("article_id,start,end,mode\n7,22,60,none\n", "007:1"),  # a spreadsheet took the zeros
        ("article_id;start;end;mode\r\n007;21.0;60.0;none\r\n", "007:1"),
        ("sentence_id,mode\nb:0,none\n", "b:0"),
        ("text,mode\nThe ferry is late.,none\n", "007:0"),
        ("article_id,text,mode\nb,The  ferry is late!,none\n", "b:0"),
        ("sentence_id,text,mode\nb:0,The ferry is late.,none\n", "b:0"),
        ('text,mode\n"""It sank,"" said the islanders of it.",none\n', "007:1"),
        ("text,mode\n'=Both towns want a new one.,none\n", "007:2"),
        ("text,mode\nпаром утонул в море вчера,none\n", "b:1"),
        ("article_id,start,end,text,mode\n007,0,20,“It sank” said the islanders of it,none\n", "007:1"),
        ("article_id,start,end,text,mode\n007,0,20,#NAME?,none\n", "007:0"),
    ],
)
def test_a_row_leads_to_its_sentence(measured: Measured, content: str, sentence: str) -> None:
    assert found(measured, content) == [sentence]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("gone,0,20,none", "no article 'gone'"),
        ("007,5,60,none", "no sentence is cut as this one"),
        ("007,1,20,none", "coded in a row above"),
    ],
)
def test_a_row_without_a_sentence_is_told(measured: Measured, row: str, problem: str) -> None:
    coded = read(measured, f"article_id,start,end,mode\n007,0,20,none\n{row}\n")
    result = coding.matched(measured, coded.table)
    assert result.table["row"].tolist() == [2]
    assert [p.row for p in result.problems] == [3] and problem in result.problems[0].problem


@pytest.mark.parametrize(
    ("column", "code", "value"),
    [
        ("mode", "Direct", "direct"),
        ("voice", "coast|island", "island|coast"),
        ("voice", "unmeasured", "unmeasured"),
        ("tone", "−1", -1),
        ("t_ferry", "+1", 1),
        ("frames", "conflict | Morality", {"conflict", "morality"}),
        ("frames", "", set()),
        ("frames", "?", None),
    ],
)
def test_a_code_is_read_as_it_is_meant(measured: Measured, column: str, code: str, value: object) -> None:
    coded = read(measured, f"text,{column}\nThe ferry is late.,{code}\n")
    assert coded.table[column].tolist() == [value] and not coded.problems


@pytest.mark.parametrize(
    ("column", "code", "said"),
    [
        ("mode", "shouted", "no mode 'shouted'"),
        ("voice", "Martian", "no voice 'Martian'"),
        ("voice", "island|iland", "no voice 'iland' (did you mean 'island'?)"),
        ("tone", "99", "no tone '99'"),
        ("t_ferry", "very", "no tone 'very'"),
        ("frames", "conflict|weather", "no frame 'weather'"),
    ],
)
def test_a_code_that_is_none_is_told_with_its_row_and_left_out(
    measured: Measured, column: str, code: str, said: str
) -> None:
    coded = read(measured, f"text,{column}\nA.,\nB.,{code}\n")
    assert [p.row for p in coded.problems] == [3] and said in coded.problems[0].problem
    left = coded.table.set_index("row").at[3, column]
    assert left == {"conflict"} if column == "frames" else left == "" or pd.isna(left)


def test_rows_that_were_not_coded_yet_are_left_out(measured: Measured) -> None:
    rows = "text,mode,frames,lenient\nA.,none,,\nB.,,,\nC.,direct,conflict,1\nD.,,conflict,\n"
    assert read(measured, rows).table["text"].tolist() == ["A.", "D."]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(range(256)) * 4,
        b'article_id,start,end,mode\n007,0,30,"none\n',
        b"mode,voice\nnone,narrator\n",
        b"text,text,mode\nA,A,none\n",
        b"article_id,start,mode\n007,0,none\n",
    ],
)
def test_what_is_no_coding_is_one_line_and_ends_no_report(measured: Measured, content: bytes) -> None:
    with pytest.raises(StudyError, match=r"coding\.csv") as told:
        read(measured, content)
    assert "\n" not in str(told.value)
    table, problems = coding.optional(measured.study)
    assert table.empty and [(p.file, p.row) for p in problems] == [("coding.csv", 0)]
    assert coding.matched(measured, table).table.empty


@pytest.mark.parametrize("row", ["007,inf,5,none", "007,9,3,none", "007,1e3,9,none", "007,,5,none", "007,-3,5,none"])
def test_offsets_that_cannot_be_are_told(measured: Measured, row: str) -> None:
    coded = read(measured, f"article_id,start,end,mode\n{row}\n007,0,20,none\n")
    assert [p.row for p in coded.problems] == [2] and "whole numbers" in coded.problems[0].problem
    assert coded.table["start"].tolist() == [-1, 0]


def test_a_longer_row_is_left_out_and_the_rest_goes_on(measured: Measured) -> None:
    coded = read(measured, "text,mode\nA.,none,,,\nB.,none\n")
    assert coded.table["text"].tolist() == ["B."] and coded.problems[0].row == 2


@pytest.mark.parametrize("cell", ["=1+1", "+7 degrees", "-3 degrees", "@all", "'=quoted", "plain", "'tis", ""])
def test_a_cell_comes_back_as_it_was_and_is_no_formula(measured: Measured, cell: str) -> None:
    assert not neutral(cell).startswith(("=", "+", "-", "@"))
    coded = read(measured, f"text,mode\n{neutral(cell)},none\n")
    assert coded.table["text"].tolist() == [cell]


def test_hand_and_machine_side_by_side(measured: Measured) -> None:
    rows = [
        "007:0,none,narrator,0,",
        "007:1,direct,coast,-1,conflict",
        "007:2,indirect,island|coast,1,",
        "b:0,indirect,narrator,1,",
        "b:1,direct,island,1,",
    ]
    coded = read(measured, "sentence_id,mode,voice,tone,frames\n" + "\n".join(rows) + "\n")
    both = analysis.validation.beside_machine(measured, coding.matched(measured, coded.table).table, "one")
    assert both["machine_voice"].tolist()[2] == "island|coast"
    table = analysis.validation.summary(both).set_index("column")
    assert table["n"].tolist() == [4, 4, 4]  # the language of the fifth is not measured
    assert table["alike"].to_dict() == pytest.approx({"mode": 0.75, "voice": 0.75, "tone": 0.75})


def test_coders_are_compared_on_what_several_of_them_coded(measured: Measured) -> None:
    folder = measured.study.folder
    (folder / "coding_ann.csv").write_text(
        "sentence_id,voice,frames\n007:0,island,conflict\n007:1,coast,\nb:0,island,\n"
    )
    (folder / "coding_bo.csv").write_text("sentence_id;voice;frames\n007:1;coast;\n007:0;island;morality\n")
    coded = coding.coded(measured)
    assert not coded.problems and sorted(set(coded.table["coder"])) == ["ann", "bo"]
    both = analysis.validation.beside_machine(measured, coded.table, "one")
    table = analysis.validation.between_coders(both).set_index("column")
    assert table["sentences"].to_dict() == {"voice": 2, "frames": 2}
    assert table.at["voice", "alpha"] == 1 and table.at["frames", "alpha"] < 1
    assert len(coding.one_each(coded.table)) == 3


@pytest.mark.parametrize(("cell", "chance"), [("0.25", 0.25), ("0,25", 0.25), ("1", 1.0)])
def test_a_chance_is_read(measured: Measured, cell: str, chance: float) -> None:
    coded = read(measured, f"text;mode;chance\nA.;none;{cell}\n")
    assert coded.table["chance"].tolist() == [chance] and not coded.problems


@pytest.mark.parametrize("cell", ["0", "-0.1", "2", "often", "nan", "inf"])
def test_a_chance_that_is_none_is_told_and_the_row_is_kept(measured: Measured, cell: str) -> None:
    coded = read(measured, f"text;mode;chance\nA.;none;{cell}\nB.;none;0.5\n")
    assert [p.row for p in coded.problems] == [2] and "chance" in coded.problems[0].problem
    assert coded.table["mode"].tolist() == ["none", "none"]
    assert analysis.hand.outside(coded.table) == 1


@pytest.mark.parametrize("cell", ["conflict|morality", "conflict; morality", "conflict, morality", "Conflict,Morality"])
def test_several_codes_are_parted_in_any_usual_way(measured: Measured, cell: str) -> None:
    assert read(measured, f'text,frames\nA.,"{cell}"\n').table["frames"].tolist() == [{"conflict", "morality"}]


def test_a_workbook_is_read_as_a_table(measured: Measured) -> None:
    book = openpyxl.Workbook()
    rows = [["Article ID", "start", "end", "mode", "tone", "frames", None], ["7", 21, 60.0, "none", -1, None, None], []]
    for row in rows:
        book.active.append(row)
    book.create_sheet("codebook").append(["column", "code"])
    book.save(measured.study.folder / "coding.xlsx")
    coded = coding.coded(measured)
    assert not coded.problems and coded.table["sentence_id"].tolist() == ["007:1"]
    assert coded.table.loc[0, ["mode", "tone"]].tolist() == ["none", -1]
    (measured.study.folder / "coding.xlsx").write_bytes(b"PK no workbook")
    assert [p.file for p in coding.coded(measured).problems] == ["coding.xlsx"]


@pytest.mark.parametrize("name", ["coding_ann (1).csv", "coding_ann(2).csv", "coding_ann-1.csv", "coding (1).csv"])
def test_a_file_that_a_browser_numbered_is_read(measured: Measured, name: str) -> None:
    (measured.study.folder / name).write_text("text,mode,coder\nThe ferry is late.,none,Ann\n")
    assert coding.coded(measured).table["coder"].tolist() == ["Ann"]


def test_a_question_left_open_is_no_code_toward_an_actor(tmp_path):
    """An empty cell says that an actor is not mentioned, "?" that nobody has said so yet."""
    (tmp_path / "study.yaml").write_text(SETTINGS)
    (tmp_path / "coding.csv").write_text("sentence_id,text,tone,t_ferry\na:0,One.,1,\na:1,Two.,0,?\na:2,Three.,0,1\n")
    table = coding.read_coding(load_study(tmp_path), "coding.csv").table
    assert [set(left) for left in table["open"]] == [set(), {"t_ferry"}, set()]
    assert coding.has_codes(table, ["tone", "t_ferry"]).tolist() == [True, False, True]


def book_of(**sheets) -> openpyxl.Workbook:
    """A workbook of sheets by name, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def lines(measured: Measured) -> list[str]:
    return figures.validation.problems(coding.coded(measured).problems)


ROWS = [["sentence_id", "voice", "tone"], ["007:0", "narrator", 0], ["b:0", "coast", -1]]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        (
            {"Coding": [["Coded by Ann in May"], *ROWS]},
            "row 1: stands above the names of the columns, in row 2; left out",
        ),
        ({"Notes": [["Read the codebook"]], "Ann": ROWS}, "the sheet 'Ann' was read, others hold no known columns"),
        ({"Sheet1": [], "Ann": ROWS}, "the sheet 'Ann' was read, others hold no known columns"),
    ],
)
def test_a_workbook_with_a_title_or_other_sheets_is_read(measured: Measured, sheets: dict, said: str) -> None:
    book_of(**sheets).save(measured.study.folder / "coding.xlsx")
    assert coding.coded(measured).table["voice"].tolist() == ["narrator", "coast"]
    assert [line.removeprefix("coding.xlsx").lstrip(":, ") for line in lines(measured)] == [said]


def test_a_merged_title_leaves_rows_as_wide_as_the_names(measured: Measured) -> None:
    book = book_of(Coding=[["Coded by Ann", None, None], *ROWS, ["007:1", "island", None]])
    book.active.merge_cells("A1:C1")
    book.save(measured.study.folder / "coding.xlsx")
    assert (
        coding.coded(measured).table["voice"].tolist() == ["narrator", "coast", "island"] and len(lines(measured)) == 1
    )


def test_a_title_in_a_csv_does_not_hide_its_semicolons(measured: Measured) -> None:
    table = read(measured, "Coded by Ann, in May, twice\n\nsentence_id;voice;tone\nb:0;coast;-1\n").table
    assert table["voice"].tolist() == ["coast"] and table["tone"].tolist() == [-1]


def test_what_a_file_is_decides_and_not_its_ending(measured: Measured) -> None:
    folder = measured.study.folder
    book_of(Coding=ROWS).save(folder / "book.xlsx")
    (folder / "book.xlsx").rename(folder / "coding.csv")
    (folder / "coding_bob.xlsx").write_text("sentence_id,voice\n007:1,island\n")
    assert sorted(coding.coded(measured).table["voice"]) == ["coast", "island", "narrator"] and not lines(measured)


@pytest.mark.parametrize("name", ["coding.xls", "coding_ann.ods", "coding.numbers"])
def test_a_spreadsheet_that_is_not_read_is_named(measured: Measured, name: str) -> None:
    (measured.study.folder / name).write_bytes(b"PK")
    assert lines(measured) == [f"{name}: is not read: save it as .xlsx or .csv"]


@pytest.mark.parametrize("cell", ["007:1", "7:1", "7:01", "07:01:00", " 007:1 "])
def test_an_id_that_a_spreadsheet_took_for_a_time_leads_to_its_sentence(measured: Measured, cell: str) -> None:
    assert found(measured, f"sentence_id,mode\n{cell},none\n") == ["007:1"]


def test_a_time_or_date_in_a_cell_is_an_id_where_it_can_be(measured: Measured) -> None:
    rows = [["sentence_id", "article_id", "start", "end", "voice"], [datetime.time(7, 1), None, None, None, "island"]]
    rows.append([None, datetime.datetime(2024, 5, 1), 0, 20, "island"])
    book_of(Coding=rows).save(measured.study.folder / "coding.xlsx")
    assert coding.coded(measured).table["sentence_id"].tolist() == ["007:1"]
    assert lines(measured) == ["coding.xlsx, row 3: there is no article '2024-05-01'"]


@pytest.mark.parametrize(
    ("cell", "voice"),
    [(" Narration ", "narrator"), ("COAST | Island", "island|coast"), ("island\u00a0", "island"), ("The isle", "")],
)
def test_voices_may_be_called_by_their_labels(measured: Measured, cell: str, voice: str) -> None:
    coded = read(measured, f"text,voice\nA.,{cell}\n")
    assert coded.table["voice"].tolist() == [voice] and len(coded.problems) == (not voice)


@pytest.mark.parametrize(("cell", "tone"), [("–1", -1), ("- 1", -1), ("1,0", 1), ("−1,0", -1), ("+1", 1), ("0,0", 0)])
def test_tones_are_read_as_spreadsheets_write_them(measured: Measured, cell: str, tone: int) -> None:
    assert read(measured, f"text;tone\nA.;{cell}\n").table["tone"].tolist() == [tone]


def test_one_line_for_what_many_rows_have(measured: Measured) -> None:
    rows = "".join(f"007:{i},klingon,0\n" for i in range(3))
    read(measured, f"sentence_id,voice,tone\n{rows}b:0,coast,1\n")
    assert lines(measured) == ["coding.csv, row 2: voice: there is no voice 'klingon'; left out (3 rows)"]
    assert coding.coded(measured).table["tone"].tolist() == [0, 0, 0, 1]


def test_the_coding_of_another_study_is_one_line_and_other_files_count(measured: Measured) -> None:
    (measured.study.folder / "coding_bob.csv").write_text("sentence_id,voice\n007:1,island\n")
    read(measured, "sentence_id,voice\n" + "".join(f"zeit-{i}:1,coast\n" for i in range(4)))
    assert coding.coded(measured).table["coder"].tolist() == ["bob"]
    assert lines(measured) == [
        "coding.csv: none of its 4 rows is a sentence of this study: is it the coding of another?"
    ]


def test_a_file_without_codes_is_one_line(measured: Measured) -> None:
    assert read(measured, "sentence_id,note\n007:0,x\n007:1,y\n").table.empty
    assert "coding.csv: no column has codes: mode, voice, tone, t_ferry, frames" in lines(measured)


def test_anna_and_anna_are_one_coder(measured: Measured) -> None:
    (measured.study.folder / "coding_anna.csv").write_text("sentence_id,voice\nb:0,coast\n007:0,coast\n")
    read(measured, "sentence_id,voice,coder\n007:0,narrator,Anna\n")
    table = coding.coded(measured).table
    assert table["voice"].tolist() == ["narrator", "coast"] and set(table["coder"]) == {"Anna"}
    assert lines(measured) == ["coding_anna.csv, row 3: its sentence is coded in a row above; left out"]


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_row(measured: Measured) -> None:
    with pytest.raises(StudyError, match="row 3, .* is a quotation mark there not closed"):
        read(measured, 'text,mode\nA.,none\n"B.,none\nC.,none\n')


def test_an_article_called_0_takes_no_rows_that_name_none() -> None:
    ids = pd.Series(["", "0", "00", "7"])
    assert coding._as_known(ids, ["0", "007"]).tolist() == ["", "0", "00", "007"]
