"""Events and documents as tables, and the record."""

import datetime
import json

import memcon
import pytest

pyarrow = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def documents(examples):
    return list(memcon.code_files([examples / "envoy.html", examples / "stories.jsonl", examples / "sommet.html"]))


def test_a_row_for_each_event_with_the_same_values(documents):
    rows = memcon.events(documents).to_arrow().to_pylist()
    coded = [(document, event) for document in documents for event in document.to_dict()["events"]]
    assert len(rows) == len(coded) > 10
    for row, (document, event) in zip(rows, coded):
        place = event["place"] or {}
        assert (row["document"], row["url"]) == (document.id, document.url)
        for name in ("id", "story", "event", "act", "mode", "status", "actors", "recipients", "date", "date_end",
                     "act_date", "act_date_end", "date_precision", "date_text", "contexts", "quad", "score", "evidence",
                     "core", "confidence", "decided_by"):  # fmt: skip
            assert row[name] == event[name], name
        assert (row["place"], row["lat"], row["geonameid"]) == tuple(map(place.get, ("name", "lat", "geonameid")))
        assert row["dead"] == event.get("size", {}).get("dead")
        assert row["published"] == datetime.date.fromisoformat(document.stories[event["story"]].date)


def test_days_of_months_and_years():
    text = "Kenya and Norway signed a trade agreement in February 2024. Kenya accused Norway of espionage in 2023."
    rows = memcon.events([memcon.code(text)]).to_arrow().to_pylist()
    days = {row["date"]: (row["first_day"], row["last_day"]) for row in rows}
    assert days["2024-02"] == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert days["2023"] == (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))


def test_one_schema_also_of_nothing(documents):
    schema = pyarrow.schema(memcon.events_schema())
    assert memcon.events(documents).to_arrow().schema == schema == memcon.events([]).to_arrow().schema
    assert schema.field("first_day").type == pyarrow.date32()
    assert schema.field("actors").type.value_type.field("start").type == pyarrow.int32()
    table = memcon.documents(documents).to_arrow()
    assert table.schema == pyarrow.schema(memcon.documents_schema())
    assert table["json"].to_pylist() == [document.to_json() for document in documents]
    assert table["events"].to_pylist() == [len(document.events) for document in documents]


def test_other_libraries_read_tables_as_they_are(documents, tmp_path):
    pandas, polars, duckdb = (pytest.importorskip(name) for name in ("pandas", "polars", "duckdb"))
    table = memcon.events(documents)
    count = len(table)
    assert len(table.to_pandas()) == count and table.to_polars().height == count
    assert table.to_polars().schema["first_day"] == polars.Date
    if hasattr(pandas.DataFrame, "from_arrow"):
        assert len(pandas.DataFrame.from_arrow(table)) == count
    arrow = table.to_arrow()
    query = "SELECT event, count(*) AS n FROM arrow WHERE list_contains(list_transform(actors, lambda a: a.country), 'IDN') GROUP BY event ORDER BY n DESC"
    assert duckdb.sql(query).fetchall()
    pyarrow.parquet = pytest.importorskip("pyarrow.parquet")
    pyarrow.parquet.write_table(arrow, tmp_path / "events.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "events.parquet").schema == arrow.schema
    assert polars.read_parquet(tmp_path / "events.parquet").schema == table.to_polars().schema


@pytest.fixture(scope="module")
def record(examples, tmp_path_factory):
    record = memcon.Record(tmp_path_factory.mktemp("record") / "record.db", create=True)
    added = record.add([examples / "envoy.html", examples / "stories.jsonl"])
    assert added.new > 1 and added.failed == ()
    return record


def test_what_is_known_is_not_added_again(record, examples):
    before = record.counts()
    again = record.add(examples / "envoy.html")
    assert (again.new, again.known, record.counts()) == (0, 1, before)
    assert record.add("/nowhere/at-all.html").failed[0].startswith("/nowhere/at-all.html: cannot be read")


def test_the_record_is_the_program_s(record, memcon_program):
    printed = memcon_program("query", record.path, "--format", "jsonl").stdout.decode().splitlines()
    found = [json.loads(line) for line in printed]
    rows = record.query().to_arrow().to_pylist()
    for name in ("unique", "event", "date", "actors", "evidence", "mentions", "sources", "confidence"):
        assert [row[name] for row in rows] == [event[name] for event in found], name
    assert record.query().to_arrow().schema == pyarrow.schema(memcon.events_schema())
    assert record.query(limit=2).to_arrow().to_pylist() == rows[:2] and len(record.query(limit=0)) == 0
    printed = memcon_program("query", record.path, "--by", "month", "--per", "dyad", "--format", "jsonl").stdout.decode()
    counted = record.count(by="month", per="dyad").to_arrow().to_pylist()
    assert counted and counted == [json.loads(line) for line in printed.splitlines()]


def test_tables_are_the_program_s_parquet(documents, record, examples, memcon_program, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    pages = [examples / name for name in ("envoy.html", "stories.jsonl", "sommet.html")]
    memcon_program("code", *pages, "--format", "parquet", "--out", tmp_path / "pages.parquet")
    theirs = parquet.read_table(tmp_path / "pages.parquet")
    ours = memcon.events(documents).to_arrow()
    assert ours.schema == theirs.schema
    only_in_records = ["unique", "hash", "program"]
    assert ours.drop_columns(only_in_records).to_pylist() == theirs.drop_columns(only_in_records).to_pylist()
    assert all(ours[name].null_count == len(ours) for name in only_in_records)
    memcon_program("export", record.path, "--format", "parquet", "--out", tmp_path / "record.parquet")
    assert parquet.read_table(tmp_path / "record.parquet").to_pylist() == record.query().to_arrow().to_pylist()


def test_filters_and_sql(record):
    rows = record.query(category=["ACCUSE"], status="occurred", limit=3).to_arrow().to_pylist()
    assert rows and all(row["event"] == "ACCUSE" or row["act"] == "ACCUSE" for row in rows)
    assert len(record.query(start="2031")) == 0
    table = record.sql("SELECT date, score, mentions FROM events ORDER BY date LIMIT 4").to_arrow()
    assert [str(field.type) for field in table.schema] == ["string", "double", "int64"] and table.num_rows == 4
    nothing = record.sql("SELECT id, date FROM events WHERE category = 'NONE'").to_arrow()
    assert (nothing.column_names, nothing.num_rows) == (["id", "date"], 0)
    with pytest.raises(ValueError, match="no filter"):
        record.query(colour="red")
    with pytest.raises(memcon.RecordError, match="only reading"):
        record.sql("DELETE FROM event")
    with pytest.raises(memcon.RecordError, match="there is no such record"):
        memcon.Record("/nowhere/record.db")
