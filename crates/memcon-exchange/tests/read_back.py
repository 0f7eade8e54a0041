"""Reads a folder of exports with the tools that it is told, and prints how many rows each found."""

import sys
from pathlib import Path

tool, folder = sys.argv[1], Path(sys.argv[2])

if tool == "pandas":
    import pandas

    events = pandas.read_csv(folder / "events.csv")
    assert events["score"].dtype.kind in "fi" and events["core"].dtype == bool
    assert "'@title" in set(events["title"])
    polecat = pandas.read_csv(folder / "polecat.tsv", sep="\t", keep_default_na=False)
    assert polecat.shape[1] == 40
    awkward = polecat[polecat["Placename"] == "Tema"].iloc[0]
    assert awkward["Actor Name Raw"] == "=SUM(A1)\tBerg\nand others; the body", awkward["Actor Name Raw"]
    lines = pandas.read_json(folder / "plover.jsonl", lines=True, dtype={"id": str}, convert_dates=False)
    print(len(events), len(polecat), len(lines))
elif tool == "pyarrow":
    import pyarrow
    import pyarrow.dataset
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(folder / "events.parquet")
    assert table.schema.field("first_day").type == pyarrow.date32()
    assert table.schema.field("core").type == pyarrow.bool_() and table.schema.field("quad").type == pyarrow.int32()
    assert table.column("actors").to_pylist()[-1][0]["country"] == "NOR"
    column = pyarrow.parquet.ParquetFile(folder / "events.parquet").metadata.row_group(0).column(0)
    assert any("DICTIONARY" in encoding for encoding in column.encodings), column.encodings
    months = pyarrow.dataset.dataset(folder / "months", partitioning="hive")
    assert {"year", "month"} <= set(months.schema.names)
    print(table.num_rows, months.count_rows(), months.count_rows())
elif tool == "duckdb":
    import duckdb

    def count(sql):
        return duckdb.connect().execute(sql).fetchone()[0]

    files = f"read_parquet('{folder}/months/**/*.parquet', hive_partitioning = true)"
    assert count(f"SELECT count(*) FROM {files} WHERE year = 2024 AND month = 2") >= 1
    assert count(f"SELECT count(*) FROM {files} WHERE list_contains(list_transform(actors, lambda a: a.country), 'NOR')") >= 1
    print(
        count(f"SELECT count(*) FROM read_csv('{folder}/events.csv')"),
        count(f"SELECT count(*) FROM read_csv('{folder}/polecat.tsv', delim = '\t', quote = '\"')"),
        count(f"SELECT count(*) FROM {files}"),
    )
