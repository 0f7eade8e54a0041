"""Coding documents."""

from __future__ import annotations

import datetime
import json
import os
import threading
import warnings
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Optional, Union

from . import _memcon
from ._types import Actor, Document, Place, Time, _actor

Day = Union[str, datetime.date, None]
Source = Union[str, bytes, Mapping[str, Any]]
PathLike = Union[str, "os.PathLike[str]"]


def _day(date: Day) -> Optional[str]:
    if isinstance(date, datetime.datetime):
        return date.date().isoformat()
    return date.isoformat() if isinstance(date, datetime.date) else date


def _jobs(jobs: Optional[int]) -> int:
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; at least 1 is needed")
    return jobs


#: Held while a coder is set up.
_lock = threading.RLock()


class Explanation:
    """How a document was coded: ``print(explanation)`` is what ``memcon explain`` prints, a notebook shows the text with
    its evidence highlighted and, folded, the account of each event with its tree."""

    def __init__(self, account: _memcon.Account) -> None:
        self._account = account
        #: The coded document.
        self.document = Document.from_json(account.json())

    def __str__(self) -> str:
        return self._account.whole()

    def __repr__(self) -> str:
        return f"<memcon.Explanation of {self.document!r}>"

    def event(self, number: int) -> str:
        """How the event with this number was coded, counted from 1."""
        count = len(self.document.events)
        if not 1 <= number <= count:
            raise IndexError(f"no event {number}; there are {count}, numbered from 1")
        return self._account.event(number - 1)

    def sentence(self, number: int) -> str:
        """What every word of a sentence called up, and why that made an event or none, counted from 1."""
        count = self._account.sentences
        if not 1 <= number <= count:
            raise IndexError(f"no sentence {number}; there are {count}, numbered from 1")
        return self._account.sentence(number - 1)

    def _repr_html_(self) -> str:
        from ._html import explanation_html

        return explanation_html(self)


class Coder:
    """A lexicon and what reads by it, to code many times by one's own lexicon or bounds. It serves all threads.

    ``lexicon`` is a folder of lexicon files over the shipped ones; ``bounds`` are as in the program's ``--bound``,
    ``{"bytes": "16M"}``; ``columns`` says which keys or columns hold what, ``{"text": "body", "date": "pub"}``;
    ``min_confidence`` is as in ``--min-confidence``: events of longer stories that are less sure are left out, 0 keeps all;
    ``reader`` is ``"base"``, which reads best, or ``"fast"``, which takes half the time.
    """

    def __init__(
        self,
        lexicon: Optional[PathLike] = None,
        *,
        bounds: Optional[Mapping[str, Union[int, str]]] = None,
        columns: Optional[Mapping[str, str]] = None,
        min_confidence: Optional[float] = None,
        reader: Optional[str] = None,
    ) -> None:
        settings = [f"{name}={value}" for name, value in (bounds or {}).items()]
        mapped = ",".join(f"{name}={column}" for name, column in columns.items()) if columns else None
        with _lock:
            folder = None if lexicon is None else os.fspath(lexicon)
            self._native = _memcon.Coder(folder, settings, mapped, min_confidence, reader)
        for note in self._native.notes:
            warnings.warn(note, stacklevel=3)

    def code(
        self,
        source: Source,
        date: Day = None,
        url: Optional[str] = None,
        *,
        title: Optional[str] = None,
        id: Optional[str] = None,
    ) -> Document:
        """As :func:`memcon.code`."""
        return Document.from_json(self._native.code(source, _day(date), url, title, id))

    def explain(
        self,
        source: Source,
        date: Day = None,
        url: Optional[str] = None,
        *,
        title: Optional[str] = None,
        id: Optional[str] = None,
    ) -> Explanation:
        """As :func:`memcon.explain`."""
        return Explanation(self._native.explain(source, _day(date), url, title, id))

    def code_many(
        self, sources: Any, *, jobs: Optional[int] = None, date: Day = None, on_error: str = "raise"
    ) -> Iterator[Document]:
        """As :func:`memcon.code_many`."""
        many = self._native.code_many(iter(_rows(sources)), _jobs(jobs), _day(date))
        return _documents(many, _checked(on_error))

    def code_files(
        self,
        paths: Union[PathLike, Iterable[PathLike]],
        *,
        jobs: Optional[int] = None,
        date: Day = None,
        on_error: str = "raise",
    ) -> Iterator[Document]:
        """As :func:`memcon.code_files`."""
        several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        many = self._native.code_files([os.fspath(path) for path in several], _jobs(jobs), _day(date))
        return _documents(many, _checked(on_error))

    def actor(self, text: str, date: Day = None) -> Actor:
        """As :func:`memcon.actor`."""
        return _actor(json.loads(_memcon.actor(text, _day(date), self._native)))


def _checked(on_error: str) -> str:
    if on_error not in ("raise", "warn", "return"):
        raise ValueError(f"on_error is {on_error!r}; there are 'raise', 'warn' and 'return'")
    return on_error


def _documents(many: _memcon.Many, on_error: str) -> Iterator[Any]:
    while True:
        try:
            line = next(many)
        except StopIteration:
            return
        except _memcon.InputError as error:
            if on_error == "raise":
                raise
            if on_error == "warn":
                warnings.warn(str(error), stacklevel=2)
            else:
                yield error
            continue
        yield Document.from_json(line)


def _rows(sources: Any) -> Any:
    """The documents of a column or a table of pyarrow, Polars or pandas, or of any iterable."""
    if isinstance(sources, (str, bytes, Mapping)):
        raise TypeError("code_many takes many documents; memcon.code takes one")
    if hasattr(sources, "iter_rows"):  # a table of Polars
        return sources.iter_rows(named=True)
    if hasattr(sources, "to_dict") and hasattr(sources, "columns"):  # a table of pandas
        names = [str(name) for name in sources.columns]
        return (dict(zip(names, row)) for row in sources.itertuples(index=False, name=None))
    if hasattr(sources, "to_batches"):  # a table of pyarrow
        return (row for batch in sources.to_batches() for row in batch.to_pylist())
    if hasattr(sources, "to_pylist"):  # a column or batch of pyarrow
        chunks = getattr(sources, "chunks", [sources])
        return (value for chunk in chunks for value in chunk.to_pylist())
    if hasattr(sources, "__arrow_c_stream__"):  # a column or a table of whatever else speaks Arrow
        import pyarrow

        try:
            return _rows(pyarrow.table(sources))
        except (TypeError, ValueError):
            return _rows(pyarrow.chunked_array(sources))
    return sources


_coders: dict[Any, Coder] = {}


def _coder(lexicon: Optional[PathLike]) -> Coder:
    """The coder for a lexicon, set up once as long as its files stay as they are."""
    key: Any = None
    if lexicon is not None:
        folder = Path(lexicon)
        files = sorted(folder.rglob("*")) if folder.is_dir() else []
        key = (str(folder.resolve()), tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files))
    with _lock:
        if key not in _coders:
            for old in [k for k in _coders if k is not None and key is not None and k[0] == key[0]]:
                del _coders[old]
            _coders[key] = Coder(lexicon)
        return _coders[key]


if hasattr(os, "register_at_fork"):
    # A coder that another thread is setting up would be half made in the child: a fork waits for it.
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def code(
    source: Source,
    date: Day = None,
    url: Optional[str] = None,
    *,
    title: Optional[str] = None,
    id: Optional[str] = None,
    lexicon: Optional[PathLike] = None,
) -> Document:
    """Codes one document: a text, a web page, the bytes of a file, or a dict with ``text`` or ``html`` and what else is
    known (``id``, ``url``, ``title``, ``date``).

    ``date`` is the day of publication where the page does not say it. ``lexicon`` is a folder of lexicon files of your
    own. A document that cannot be read raises :class:`InputError`, a mistake in the lexicon :class:`LexiconError`.

    >>> import memcon
    >>> document = memcon.code("The Kenyan foreign minister accused Norway of espionage on Monday.", date="2025-03-14")
    >>> event = document.events[0]
    >>> event.event, event.date, event.actors[0].country, event.recipients[0].country
    ('ACCUSE', '2025-03-10', 'KEN', 'NOR')
    >>> document.to_dict()["events"][0]["status"]
    'occurred'
    """
    return _coder(lexicon).code(source, date, url, title=title, id=id)


def explain(
    source: Source,
    date: Day = None,
    url: Optional[str] = None,
    *,
    title: Optional[str] = None,
    id: Optional[str] = None,
    lexicon: Optional[PathLike] = None,
) -> Explanation:
    """How a document is coded: ``print`` it, or let a notebook show it.

    >>> import memcon
    >>> explanation = memcon.explain("Kenya accused Norway of espionage.")
    >>> print(explanation.event(1).splitlines()[0])
    event 1: ACCUSE, occurred
    """
    return _coder(lexicon).explain(source, date, url, title=title, id=id)


def code_many(
    sources: Any,
    *,
    jobs: Optional[int] = None,
    date: Day = None,
    lexicon: Optional[PathLike] = None,
    on_error: str = "raise",
) -> Iterator[Document]:
    """Codes many documents on ``jobs`` threads (all cores, unless told otherwise) and yields them in input order, as soon
    as they are done; no more than a few are in memory at a time.

    ``sources`` is any iterable of what :func:`code` takes, a column of texts (pyarrow, Polars, pandas), or a table of
    these whose columns are called ``text`` or ``html``, ``id``, ``url``, ``title``, ``date``. Documents without an id
    are called by their number, from 1. ``on_error`` is ``"raise"``, ``"warn"`` (and go on) or ``"return"`` (the
    :class:`InputError` in the document's place).

    >>> import memcon
    >>> texts = ["Kenya accused Norway of espionage.", "It rained in Oslo.", "Norway thanked Kenya for its help."]
    >>> for document in memcon.code_many(texts, jobs=2):
    ...     print(document.id, [event.event for event in document.events])
    1 ['ACCUSE']
    2 []
    3 ['SUPPORT']
    """
    return _coder(lexicon).code_many(sources, jobs=jobs, date=date, on_error=on_error)


def code_files(
    paths: Union[PathLike, Iterable[PathLike]],
    *,
    jobs: Optional[int] = None,
    date: Day = None,
    lexicon: Optional[PathLike] = None,
    on_error: str = "raise",
) -> Iterator[Document]:
    """Codes files and folders of all that the program reads: pages, JSON lines, tables, feeds, WARC, packed or not. The
    documents come in the program's order, with the program's names."""
    return _coder(lexicon).code_files(paths, jobs=jobs, date=date, on_error=on_error)


def actor(text: str, date: Day = None, *, lexicon: Optional[PathLike] = None) -> Actor:
    """Whom a phrase speaks of on a day; without one, now.

    >>> import memcon
    >>> memcon.actor("Kenyan police", "2020-01-01").sector
    'COP'
    """
    if lexicon is None:
        return _actor(json.loads(_memcon.actor(text, _day(date), None)))
    return _coder(lexicon).actor(text, date)


def place(text: str) -> list[Place]:
    """The places that a text names.

    >>> import memcon
    >>> memcon.place("Nairobi")[0].country
    'KEN'
    """
    return [Place(**found) for found in json.loads(_memcon.place(text))]


def when(text: str, date: Day = None) -> list[Time]:
    """The days that a text speaks of, said on a day.

    >>> import memcon
    >>> memcon.when("two days after Easter", "2024-03-01")[0].first
    '2024-04-02'
    """
    return [Time(**found) for found in json.loads(_memcon.when(text, _day(date)))]
