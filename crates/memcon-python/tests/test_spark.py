"""Coding on a real cluster of two workers. Slow: run with ``pytest -m slow``; skipped where pyspark is not installed."""

import json
import os
import signal
import sys
from pathlib import Path

import memcon
import pytest

pytestmark = pytest.mark.slow
pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed, so that nothing is run on Spark")


def canonical(line):
    return json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def pages(examples):
    """Pages with texts of their own: the examples, and 200 notes."""
    rows = []
    for line in (examples / "stories.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.append((row["id"], row.get("date"), row["text"]))
    for name in ("envoy.html", "election.html", "wire.txt"):
        rows.append((name, None, (examples / name).read_text(encoding="utf-8")))
    places = ["Oslo", "Nairobi", "Lima", "Hanoi", "Accra"]
    for number in range(200):
        said = f"Norway's envoy met Kenya's minister in {places[number % 5]} on {number % 27 + 1} March 2025."
        rows.append((f"note-{number}", "2025-04-01", said))
    return rows


def coded_by_the_program(pages, memcon_program, tmp_path):
    path = tmp_path / "pages.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for id, date, text in pages:
            field = "html" if text.lstrip().startswith("<") else "text"
            out.write(json.dumps({"id": id, "date": date, field: text}) + "\n")
    printed = memcon_program("code", "--format", "jsonl", path).stdout.decode().splitlines()
    return sorted(map(canonical, printed))


def test_rows_are_the_program_s(spark, pages, memcon_program, tmp_path):
    import memcon.spark

    table = spark.createDataFrame(pages, "id string, date string, body string").repartition(4)
    rows = memcon.spark.code(table, text="body", what="documents").select("json").collect()
    expected = coded_by_the_program(pages, memcon_program, tmp_path)
    assert sorted(canonical(row.json) for row in rows) == expected
    events = memcon.spark.code(table, text="body")
    documents = [memcon.Document.from_json(line) for line in expected]
    ours = memcon.events(documents).to_arrow().to_pylist()
    theirs = [row.asDict(recursive=True) for row in events.collect()]
    keys = [(row["document"], row["id"]) for row in ours]
    assert len(set(keys)) == len(keys)
    by_key = {(row["document"], row["id"]): row for row in theirs}
    assert len(theirs) == len(ours) and [by_key[key] for key in keys] == ours


def test_batches_hold_at_most_64_pages(pages):
    import memcon.spark
    import pyarrow

    given = pyarrow.RecordBatch.from_pylist([{"id": id, "date": date, "text": text} for id, date, text in pages])
    found = list(memcon.spark._code_batches([given], "documents", None, "raise"))
    assert sum(batch.num_rows for batch in found) == len(pages)
    assert max(batch.num_rows for batch in found) <= memcon.spark.PAGES == 64


def test_bytes_of_pages_are_read_like_files(spark, examples, memcon_program):
    import memcon.spark

    rows = [(name, bytearray((examples / name).read_bytes())) for name in ("latin1.html", "utf16.txt")]
    table = spark.createDataFrame(rows, "id string, page binary")
    found = memcon.spark.code(table, text="page", what="documents").orderBy("id").collect()
    for row in found:
        printed = json.loads(memcon_program("code", "--format", "jsonl", examples / row.id).stdout)
        assert {**json.loads(row.json), "id": None} == {**printed, "id": None}


def warc(path, pages):
    with path.open("wb") as out:
        for number, page in enumerate(pages):
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-04-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
                f"WARC-Target-URI: https://news.example/{path.stem}/{number}\r\n"
                f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            out.write(head.encode() + answer + b"\r\n\r\n")


def test_warc_files_are_coded_a_task_each(spark, examples, memcon_program, tmp_path):
    import memcon.spark

    pages = [(examples / name).read_bytes() for name in ("envoy.html", "election.html", "tariffs.html")]
    warc(tmp_path / "a.warc", pages[:2])
    warc(tmp_path / "b.warc", pages[2:])
    (tmp_path / "c.warc").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    table = memcon.spark.read_warc(f"{tmp_path}/*.warc", what="documents")
    assert table.rdd.getNumPartitions() == 3
    printed = memcon_program("code", "--format", "jsonl", tmp_path, status=1).stdout.decode().splitlines()
    assert [row.json for row in table.collect()] == printed and len(printed) == 3


def test_the_job_is_right_though_a_worker_is_killed_in_the_middle(spark, pages, memcon_program, tmp_path):
    import memcon.spark

    marker = str(tmp_path / "killed")

    def kill_once(batches):
        for batch in batches:
            yield batch
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        process = os.getpid()
        while process > 1:
            if b"CoarseGrainedExecutorBackend" in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGKILL)
                return
            process = int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
        os.unlink(marker)

    table = spark.createDataFrame(pages, "id string, date string, text string").repartition(6)
    coded = memcon.spark.code(table, what="documents").mapInArrow(kill_once, memcon.spark._schema("documents"))
    rows = [row.json for row in coded.collect()]
    assert os.path.exists(marker)
    assert sorted(map(canonical, rows)) == coded_by_the_program(pages, memcon_program, tmp_path)


def test_what_cannot_be_read_is_left_out_or_ends_the_job(spark):
    import memcon.spark

    table = spark.createDataFrame([("a", "Kenya accused Norway of espionage."), ("b", " ")], "id string, text string")
    assert [row.document for row in memcon.spark.code(table).collect()] == ["a"]
    with pytest.raises(Exception, match="no text to read"):
        memcon.spark.code(table, on_error="raise").collect()
    with pytest.raises(ValueError, match="needs a name"):
        memcon.spark.code(table.select("text"))
