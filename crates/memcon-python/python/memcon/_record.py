"""A record of many pages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Iterable, NamedTuple, Optional, Sequence, Union

from . import _memcon
from ._coding import Day, PathLike, _coder, _day, _jobs
from ._tables import Table

Words = Union[str, Sequence[str], None]


class Counts(NamedTuple):
    """How much a record holds."""

    documents: int
    stories: int
    copies: int
    mentions: int
    events: int


@dataclass(frozen=True)
class Added:
    """What became of the pages that were added; each of ``failed`` names a page and says why."""

    new: int
    known: int
    recoded: int
    failed: tuple[str, ...]


def _list(words: Words) -> Optional[list[str]]:
    return None if words is None else [words] if isinstance(words, str) else list(words)


class Record:
    """A record: one SQLite file that keeps stories, events and their evidence, and joins the mentions of one event in
    several stories. The file is opened for each call, so that a record may be used from any thread or process.

    >>> import memcon, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "note.txt").write_text("Kenya accused Norway of espionage on 3 March 2025.")
    >>> record = memcon.Record(folder / "record.db", create=True)
    >>> record.add(folder / "note.txt").new
    1
    >>> record.query(dyad=("KEN", "NOR")).to_arrow()["event"].to_pylist()
    ['ACCUSE']
    >>> record.sql("SELECT actor, recipient FROM dyads").to_arrow().to_pylist()
    [{'actor': 'KEN', 'recipient': 'NOR'}]
    """

    def __init__(self, path: PathLike, *, create: bool = False) -> None:
        self.path = os.fspath(path)
        self._native = _memcon.Record(self.path, create)

    def __repr__(self) -> str:
        return f"<memcon.Record {self.path!r}>"

    def counts(self) -> Counts:
        """How much it holds."""
        return Counts(*self._native.counts())

    def add(
        self,
        paths: Union[PathLike, Iterable[PathLike]],
        *,
        jobs: Optional[int] = None,
        date: Day = None,
        lexicon: Optional[PathLike] = None,
    ) -> Added:
        """Codes files and folders and adds what is new, as ``memcon add`` does. Broken off at any moment, it can be
        called again; what the record holds already is passed over."""
        several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        names = [os.fspath(path) for path in several]
        new, known, recoded, failed = self._native.add(_coder(lexicon)._native, names, _jobs(jobs), _day(date))
        return Added(new, known, recoded, tuple(failed))

    def query(self, *, limit: Optional[int] = None, **filters: Any) -> Table:
        """The events for which all filters hold, in order of their days: the columns of :func:`memcon.events`, with
        ``unique`` the event's id in the record, and how many ``mentions``, ``stories`` and ``sources`` tell of it. The
        filters are those of ``memcon query``: actor, recipient, party, dyad (a pair of codes), country,
        sector, category and status (one or several), mode, context, start, end, place, near (latitude, longitude,
        kilometres), text, core, decided_by, confidence, sources."""
        return Table(self._native.events(_filters(filters), limit))

    def count(
        self, *, by: Optional[str] = None, per: Optional[str] = None, category: bool = False, **filters: Any
    ) -> Table:
        """Counts and mean scores, ``by`` day, week, month or year, ``per`` dyad, actor or recipient, and by category."""
        return Table(self._native.count(_filters(filters), by, per, category))

    def sql(self, statement: str) -> Table:
        """What a statement that reads gives. The views are in ``crates/memcon-store/src/schema/views.sql``."""
        return Table(self._native.sql(statement))


def _filters(filters: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in filters.items() if value is not None}
    for name in ("category", "status"):
        if name in given:
            given[name] = _list(given[name])
    if isinstance(given.get("dyad"), str):
        given["dyad"] = tuple(given["dyad"].upper().replace(",", "-").split("-"))
    for name in ("start", "end"):
        if name in given:
            given[name] = _day(given[name])
    return given
