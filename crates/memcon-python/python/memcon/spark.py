"""Coding on a cluster: Spark calls Memcon through ``mapInArrow``, a task at a time, and gets the program's rows.

    from pyspark.sql import SparkSession
    import memcon.spark

    spark = SparkSession.builder.getOrCreate()
    pages = spark.read.parquet("pages.parquet")            # id, text (or a page's markup), date
    events = memcon.spark.code(pages)                      # one row an event
    events.write.parquet("events.parquet")
    memcon.spark.read_warc(["CC-NEWS-1.warc.gz"]).write.parquet("crawl.parquet")   # one task a file

Every worker has the package installed or shipped to it; nothing else is needed there. A task codes on one thread, as
Spark gives it one core, and holds at most 64 documents at a time beside what Spark hands it: set
``spark.sql.execution.arrow.maxRecordsPerBatch`` to 64 as well.
"""

from __future__ import annotations

import functools
import glob
import os
import sys
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Union

from . import _memcon
from ._coding import PathLike, _coder
from ._tables import Table, batches, documents, documents_schema, events, events_schema
from ._types import Document

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

#: The most documents whose rows are in one batch.
PAGES = 64

_TABLES = {"events": events, "documents": documents}
_SCHEMAS = {"events": events_schema, "documents": documents_schema}


def code(
    df: "DataFrame",
    text: str = "text",
    *,
    id: Optional[str] = None,
    url: Optional[str] = None,
    title: Optional[str] = None,
    date: Optional[str] = None,
    what: str = "events",
    lexicon: Optional[PathLike] = None,
    on_error: str = "warn",
) -> "DataFrame":
    """Codes the documents of a table: texts or markup as strings, or the bytes of pages, in the column ``text``.

    ``id``, ``url``, ``title`` and ``date`` name the columns that hold these; where they are not given, columns of just
    these names do, if there are such. A table without ids has to have addresses, which are then the ids. ``what`` is
    ``"events"``, the table of :func:`memcon.events`, or ``"documents"``, that of :func:`memcon.documents`.
    ``lexicon`` is a folder that every worker sees. A document that cannot be read is named in the worker's log and left
    out; ``on_error="raise"`` ends the job instead.
    """
    named = {"id": id, "url": url, "title": title, "date": date}
    for name, column in named.items():
        if column is not None and column not in df.columns:
            raise ValueError(f"the table has no column {column!r} for {name}; its columns are {', '.join(df.columns)}")
    columns = {name: column or name for name, column in named.items() if column or name in df.columns}
    if text not in df.columns:
        raise ValueError(f"the table has no column {text!r} of texts; its columns are {', '.join(df.columns)}")
    if "id" not in columns:
        if "url" not in columns:
            raise ValueError("a document needs a name: give the column of ids (id=) or of addresses (url=)")
        columns["id"] = columns["url"]
    from pyspark.sql import functions

    chosen = [functions.col(f"`{text}`").alias("text")]
    chosen += [functions.col(f"`{column}`").alias(name) for name, column in columns.items()]
    work = functools.partial(_code_batches, what=what, lexicon=_folder(lexicon), on_error=_checked(on_error))
    return df.select(*chosen).mapInArrow(work, _schema(what))


def read_warc(
    paths: Union[PathLike, Iterable[PathLike]],
    *,
    what: str = "events",
    lexicon: Optional[PathLike] = None,
    on_error: str = "warn",
) -> "DataFrame":
    """Codes WARC files, or any other files that the program reads, a task for each. ``paths`` are paths or patterns
    (``crawl/*.warc.gz``) on a file system that every worker sees; the session is the one that is active. The rows are
    those of ``memcon code`` on the same paths. ``what``, ``lexicon`` and ``on_error`` are as in :func:`code`."""
    from pyspark.sql import SparkSession

    spark = SparkSession.getActiveSession()
    if spark is None:
        raise ValueError("there is no active session of Spark; make one with SparkSession.builder.getOrCreate()")
    several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    given = [os.fspath(path) for path in several]
    names = [name for path in given for name in sorted(glob.glob(path)) or [path]]
    if not names:
        raise ValueError("there are no paths to read")
    work = functools.partial(
        _code_paths, names=names, what=what, lexicon=_folder(lexicon), on_error=_checked(on_error)
    )
    return spark.range(0, len(names), 1, len(names)).mapInArrow(work, _schema(what))


def _checked(on_error: str) -> str:
    if on_error not in ("raise", "warn"):
        raise ValueError(f"on_error is {on_error!r}; there are 'raise' and 'warn'")
    return on_error


def _folder(lexicon: Optional[PathLike]) -> Optional[str]:
    return None if lexicon is None else os.fspath(lexicon)


def _schema(what: str) -> Any:
    """The columns as Spark's types."""
    if what not in _SCHEMAS:
        raise ValueError(f"what is {what!r}; there are 'events' and 'documents'")
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(_SCHEMAS[what]()))


def _code_batches(
    given: Iterable["pyarrow.RecordBatch"], what: str, lexicon: Optional[str], on_error: str
) -> Iterator["pyarrow.RecordBatch"]:
    rows = (_marked(row) for batch in given for row in batch.to_pylist())
    return _written(_coder(lexicon).code_many(rows, jobs=1, on_error="return"), what, on_error)


def _code_paths(
    given: Iterable["pyarrow.RecordBatch"], names: list[str], what: str, lexicon: Optional[str], on_error: str
) -> Iterator["pyarrow.RecordBatch"]:
    for batch in given:
        for number in batch.column(0).to_pylist():
            found = _coder(lexicon).code_files(names[number], jobs=1, on_error="return")
            yield from _written(found, what, on_error)


def _marked(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose text is called what it is."""
    text = row["text"]
    if isinstance(text, str) and _memcon.is_web_page(text):
        row["html"] = row.pop("text")
    return row


def _written(found: Iterable[Any], what: str, on_error: str) -> Iterator["pyarrow.RecordBatch"]:
    for batch in batches(_without_failures(found, on_error), PAGES):
        table: Table = _TABLES[what](batch)
        yield from table.to_arrow().to_batches()


def _without_failures(found: Iterable[Any], on_error: str) -> Iterator[Document]:
    for each in found:
        if isinstance(each, Document):
            yield each
        elif on_error == "raise":
            raise each
        else:
            print(f"memcon: {each}", file=sys.stderr)
