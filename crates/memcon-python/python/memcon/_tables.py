"""Coded documents as tables that pyarrow, pandas, Polars and DuckDB read without copying, through Arrow's C interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional

from . import _memcon
from ._types import Document

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Table:
    """A table in Arrow's memory: ``pyarrow.table(t)``, ``polars.DataFrame(t)``, ``pandas.DataFrame.from_arrow(t)`` and
    ``duckdb.sql("FROM t")`` read it as it is."""

    def __init__(self, native: _memcon.Table) -> None:
        self._native = native

    def __len__(self) -> int:
        return self._native.num_rows

    def __repr__(self) -> str:
        return f"<memcon.Table of {len(self)} rows: {', '.join(self.columns)}>"

    @property
    def columns(self) -> list[str]:
        """Its columns' names."""
        return self._native.column_names

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def to_arrow(self) -> "pyarrow.Table":
        """As a table of pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self, **options: Any) -> "pandas.DataFrame":
        """As a table of pandas, by way of pyarrow."""
        return self.to_arrow().to_pandas(**options)

    def to_polars(self) -> "polars.DataFrame":
        """As a table of Polars."""
        import polars

        return polars.DataFrame(self)


def events(documents: Iterable[Document]) -> Table:
    """The events of coded documents, one row each. The columns are those of the program's Parquet files; a document that
    is in no record has nothing in ``unique``, ``hash`` and ``program``.

    >>> import memcon
    >>> documents = memcon.code_many(["Kenya accused Norway of espionage.", "Norway thanked Kenya for its help."])
    >>> table = memcon.events(documents)
    >>> len(table), table.columns[:4]
    (2, ['document', 'url', 'title', 'published'])
    """
    return Table(_memcon.events_table([document.to_json() for document in documents]))


def documents(documents: Iterable[Document]) -> Table:
    """Coded documents, one row each: what is known of them, how many events they tell of, and the program's JSON line."""
    return Table(_memcon.documents_table([document.to_json() for document in documents]))


def events_schema() -> Any:
    """The columns of :func:`events`, for ``pyarrow.schema()`` and whatever else reads Arrow's C interface."""
    return _memcon.events_schema()


def documents_schema() -> Any:
    """The columns of :func:`documents`."""
    return _memcon.documents_schema()


def batches(found: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Documents in lists of at most so many."""
    batch: list[Document] = []
    for document in found:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
