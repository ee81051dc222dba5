"""Archives, crawls and feeds: what they hold is read, what would harm is refused in a sentence."""

import gzip
import io
import zipfile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from helpers.study import Problem
from helpers.study.readers import READERS, Document, Unreadable, archives, bombs, feeds

TEXT = "The old bridge stays shut.\n\nThe mayor said so on Monday, and the river is high.\n"
TABLE = "title,text\nA bridge,The mayor said so on Monday\nA port,The mayor of the port said no\n"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>River Post</title><language>en-gb</language>
<item><title>A bridge &amp; a port</title><link>https://river.example/1</link>
<pubDate>Tue, 04 May 2021 10:00:00 GMT</pubDate>
<dc:creator>Ann Ash</dc:creator><description>&lt;p&gt;The bridge is shut.&lt;/p&gt;</description></item>
<item><title></title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Flusspost</title><entry>
<title>Eine Brücke</title><link rel="self" href="x"/><link href="https://fluss.example/1"/>
<published>2021-05-04T10:00:00Z</published>
<author><name>Bo Elm</name></author>
<content type="html">&lt;p&gt;Die Brücke ist gesperrt.&lt;/p&gt;</content></entry></feed>"""
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><item><title>&b;</title></item></rss>'


def packed(members: dict[str, bytes | str], **kwargs) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **kwargs) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(path, content: bytes):
    path.write_bytes(content)
    found = list(archives.read(path))
    documents = {member: item for member, item in found if isinstance(item, Document)}
    return documents, [(member, item) for member, item in found if isinstance(item, Problem)]


def test_a_zip_of_texts_tables_and_an_archive(tmp_path) -> None:
    inner = packed({"c.txt": TEXT, "deep.zip": packed({"d.txt": TEXT})})
    members = {"post/a.txt": TEXT, "b.csv": TABLE, "in.zip": inner, "e.txt.gz": gzip.compress(TEXT.encode())}
    extras = {
        "README.md": "x",
        "__MACOSX/a.txt": "x",
        ".DS_Store": "x",
        "photo.jpg": b"\xff\xd8\xff",
        "old.doc": b"\xd0\xcf",
    }
    documents, problems = read(tmp_path / "a.zip", packed(members | extras))
    assert sorted(documents) == ["b.csv", "e.txt.gz", "in.zip/c.txt", "post/a.txt"]
    assert documents["post/a.txt"].body == TEXT and documents["b.csv"].title == "A port"
    said = {member: (p.severity, p.problem) for member, p in problems}
    assert said["in.zip/deep.zip"] == ("lost", "an archive in an archive in an archive: unpack it")
    assert said["photo.jpg"][0] == "note" and said["old.doc"][0] == "lost" and "save it as .docx" in said["old.doc"][1]
    assert set(said) == {"b.csv", "in.zip/deep.zip", "photo.jpg", "old.doc"}


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "a/../../evil.txt"])
def test_no_name_leads_out_of_an_archive(tmp_path, name) -> None:
    documents, problems = read(tmp_path / "a.zip", packed({name: TEXT, "b.txt": TEXT}))
    assert list(documents) == ["b.txt"] and problems[0][1].severity == "lost"
    assert "leads out of the archive" in problems[0][1].problem
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


def test_archives_that_unfold_without_end_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(bombs, "SMALL", 100_000)
    with pytest.raises(Unreadable, match="would unfold to 30 MB in 3 files"):
        read(tmp_path / "a.zip", packed({f"{n}.txt": bytes(10_000_000) for n in range(3)}))
    with pytest.raises(Unreadable, match="would unfold to more than"):
        read(tmp_path / "a.txt.gz", gzip.compress(bytes(30_000_000)))
    lying = bytearray(packed({"a.txt": TEXT * 200}))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")  # the size that the archive states
    documents, problems = read(tmp_path / "b.zip", bytes(lying))
    assert not documents and problems[0][1].severity == "lost"


def test_a_protected_member_and_a_broken_archive(tmp_path) -> None:
    locked = bytearray(packed({"a.txt": TEXT}))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="protected by a password"):
        read(tmp_path / "a.zip", bytes(locked))
    for content in (b"no archive", packed({"a.txt": TEXT})[:-30], b""):
        with pytest.raises(Unreadable, match="not a whole archive"):
            read(tmp_path / "a.zip", content)
    with pytest.raises(Unreadable, match="not a whole .gz"):
        read(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode())[:-12])
    damaged = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}))
    damaged[45] ^= 0xFF
    documents, problems = read(tmp_path / "a.zip", bytes(damaged))
    assert list(documents) == ["b.txt"] and problems[0][0] == "a.txt" and problems[0][1].severity == "lost"


def test_a_large_member_is_read_from_a_file_that_goes_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(archives, "IN_MEMORY", 1000)
    monkeypatch.setattr(archives.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    rows = "".join(f"Title {n},Text of number {n}\n" for n in range(500))
    for name, content in (
        ("a.zip", packed({"a.csv": f"title,text\n{rows}"})),
        ("a.csv.gz", gzip.compress(f"title,text\n{rows}".encode())),
    ):
        (tmp_path / name).write_bytes(content)
        found = [item for _, item in archives.read(tmp_path / name) if isinstance(item, Document)]
        assert len(found) == 500 and found[499].title == "Title 499"
    assert not list((tmp_path / "temporary").iterdir())


def test_an_rss_feed_and_its_doubt(tmp_path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS)
    assert feeds.knows(RSS.encode(), path) and not feeds.knows(b"<html><body>rss</body></html>", path)
    document, lost, doubt = feeds.read(path)
    assert document == Document(
        "The bridge is shut.", "A bridge & a port", "Tue, 04 May 2021 10:00:00 GMT", "Ann Ash", "River Post", "en",
        "https://river.example/1", place="1",
    )  # fmt: skip
    assert (lost.row, lost.severity) == (2, "lost") and doubt.severity == "doubt" and "summaries" in doubt.problem


def test_an_atom_feed(tmp_path) -> None:
    document, _ = feeds.read(tmp_path / "a.atom", ATOM.encode())
    assert (document.title, document.body, document.url) == (
        "Eine Brücke",
        "Die Brücke ist gesperrt.",
        "https://fluss.example/1",
    )
    assert (document.published, document.author, document.language) == ("2021-05-04T10:00:00Z", "Bo Elm", "de")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LAUGHS, "entities of its own"),
        ("<rss><channel>", "not valid XML"),
        ("<rss><channel></channel></rss>", "without an entry"),
    ],
)
def test_feeds_that_are_refused(tmp_path, content, message) -> None:
    with pytest.raises(Unreadable, match=message):
        list(feeds.read(tmp_path / "a.rss", content.encode()))


def test_no_file_is_fetched_for_a_feed(tmp_path) -> None:
    (tmp_path / "secret.dtd").write_text('<!ENTITY s "secret">')
    content = f'<!DOCTYPE r SYSTEM "{tmp_path}/secret.dtd"><rss><item><title>One</title></item></rss>'
    documents = [item for item in feeds.read(tmp_path / "a.rss", content.encode()) if isinstance(item, Document)]
    assert [d.title for d in documents] == ["One"]


@pytest.mark.skipif("html" not in {reader.name for reader in READERS}, reason="needs the reader of pages")
def test_the_pages_of_a_crawl(tmp_path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        with (tmp_path / name).open("wb") as file:
            writer = WARCWriter(file, gzip=name.endswith("gz"))
            for url, kind, status, body in (
                ("https://river.example/1", "text/html", "200 OK", PAGE),
                ("https://river.example/2", "text/html", "404 Not Found", PAGE),
                ("https://river.example/x.png", "image/png", "200 OK", "png"),
            ):
                headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
                record = writer.create_warc_record(url, "response", io.BytesIO(body.encode()), http_headers=headers)
                writer.write_record(record)
        (document,) = [item for _, item in archives.read(tmp_path / name) if isinstance(item, Document)]
        assert "the mayor said" in document.body and document.place == "1"
        assert document.url == "https://river.example/1"


SENTENCE = "The old bridge stays shut, the mayor said on Monday, until the river falls. "
PAGE = (
    "<html><head><title>A bridge</title></head><body><article><h1>A bridge</h1>"
    f"<p>{SENTENCE * 5}</p><p>{SENTENCE * 5}</p></article></body></html>"
)
