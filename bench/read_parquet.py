"""Reads a Parquet file of events with pyarrow, pandas, Polars and DuckDB: `python bench/read_parquet.py FILE`.

Each must find as many rows and the same sums, and give columns their types: days as dates, counts as whole numbers,
parties as lists of structs. `cargo xtask bench-export 10000000 FILE` makes a file to read. pandas and Polars read a few
columns of it, as one does with a table of this length."""

import datetime
import sys
import time

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

COLUMNS = ["event", "status", "first_day", "quad", "score", "core", "dead", "mode"]


def with_pyarrow(path):
    schema = pyarrow.parquet.read_schema(path)
    party = schema.field("actors").type.value_type
    assert pyarrow.types.is_struct(party) and party.field("start").type == pyarrow.int32()
    assert schema.field("published").type == schema.field("first_day").type == pyarrow.date32()
    assert schema.field("dead").type == pyarrow.int64() and schema.field("mentions").type == pyarrow.int32()
    rows, quads, core = 0, 0, 0
    for batch in pyarrow.parquet.ParquetFile(path).iter_batches(columns=["quad", "core"]):
        rows += batch.num_rows
        quads += pyarrow.compute.sum(batch["quad"]).as_py()
        core += pyarrow.compute.sum(batch["core"]).as_py()
    return rows, quads, core


def with_pandas(path):
    table = pandas.read_parquet(path, columns=COLUMNS, dtype_backend="pyarrow")
    assert table["first_day"].dtype.pyarrow_dtype == pyarrow.date32() and table["score"].dtype.kind == "f"
    assert table["quad"].dtype.pyarrow_dtype == pyarrow.int32() and table["core"].dtype.kind == "b"
    return len(table), int(table["quad"].sum()), int(table["core"].sum())


def with_polars(path):
    table = polars.scan_parquet(path)
    schema = table.collect_schema()
    assert schema["first_day"] == polars.Date and schema["mode"] == polars.List(polars.String)
    assert schema["actors"].inner.to_schema()["country"] == polars.String and schema["score"] == polars.Float64
    return table.select(polars.len(), polars.col("quad").cast(polars.Int64).sum(), polars.col("core").sum()).collect().row(0)


def with_duckdb(path):
    connection = duckdb.connect()
    relation = connection.read_parquet(path)
    types = dict(zip(relation.columns, map(str, relation.types)))
    assert types["first_day"] == "DATE" and types["quad"] == "INTEGER" and types["core"] == "BOOLEAN", types
    assert types["actors"].startswith("STRUCT(") and types["actors"].endswith("[]"), types["actors"]
    first = connection.execute("SELECT min(first_day) FROM read_parquet(?)", [path]).fetchone()[0]
    assert isinstance(first, datetime.date)
    query = "SELECT count(*), sum(quad), count(*) FILTER (core) FROM read_parquet(?)"
    return tuple(map(int, connection.execute(query, [path]).fetchone()))


def main():
    import pyarrow.compute  # noqa: F401

    path = sys.argv[1]
    expected = None
    for name, read in [("pyarrow", with_pyarrow), ("pandas", with_pandas), ("polars", with_polars), ("duckdb", with_duckdb)]:
        begun = time.perf_counter()
        found = read(path)
        expected = expected or found
        assert found == expected, f"{name} found {found}, not {expected}"
        print(f"{name:<8} {found[0]:>10} rows in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
