"""What a coded document holds, as immutable objects. Field names and meanings are those of the program's JSON lines;
``codebook/`` explains them. Offsets (``start``, ``end``) count characters of the document's ``text``, so that
``document.text[event.evidence[0].start:event.evidence[0].end]`` is the evidence."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Callable, Mapping, Optional, TypeVar, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Party:
    """Who does something, or to whom it is done."""

    text: str
    start: int
    end: int
    name: Optional[str] = None
    country: Optional[str] = None
    sector: Optional[str] = None
    sectors: tuple[str, ...] = ()
    office: Optional[str] = None
    identifier: Optional[str] = None


@dataclass(frozen=True)
class Text:
    """Words of the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Context:
    """What an event is about, and how far the words stand that say so: clause, paragraph or story."""

    context: str
    reach: str


@dataclass(frozen=True)
class Size:
    """Numbers of people."""

    dead: Optional[int] = None
    injured: Optional[int] = None
    arrested: Optional[int] = None


@dataclass(frozen=True)
class EventPlace:
    """Where an event took place; ``resolution`` is from 5, within a city, to 1, a country."""

    text: str
    name: str
    country: Optional[str] = None
    admin1: Optional[str] = None
    lat: Optional[float] = None
    lon: Optional[float] = None
    geonameid: Optional[int] = None
    resolution: Optional[int] = None


@dataclass(frozen=True)
class Event:
    """An event: PLOVER category (``event``), its act, modes, status, parties, dates, place and evidence. Dates are days,
    months or years: ``2025-03-14``, ``2025-03``, ``2025``."""

    id: str
    story: int
    event: str
    act: Optional[str]
    mode: tuple[str, ...]
    status: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    date: Optional[str]
    date_end: Optional[str]
    act_date: Optional[str]
    act_date_end: Optional[str]
    date_precision: Optional[str]
    date_text: Optional[str]
    place: Optional[EventPlace]
    contexts: tuple[Context, ...]
    quad: int
    score: float
    evidence: tuple[Text, ...]
    core: bool
    confidence: Optional[float]
    decided_by: str
    size: Size = Size()


@dataclass(frozen=True)
class Story:
    """One story of a document: who wrote and published it where, and when."""

    title: Optional[str]
    byline: Optional[str]
    publisher: Optional[str]
    publisher_country: Optional[str]
    section: Optional[str]
    date: Optional[str]
    date_source: Optional[str]
    start: int
    end: int
    fingerprint: Mapping[str, Optional[str]]
    date_candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """Who said what."""

    speaker: Party
    addressee: Optional[Party]
    text: str
    start: int
    end: int
    quoted: bool
    medium: Optional[str] = None
    date: Optional[str] = None


@dataclass(frozen=True)
class Figure:
    """An amount that is stated."""

    value: float
    unit: Optional[str]
    what: Optional[str]
    parties: tuple[Party, ...]
    period: Optional[str]
    text: str
    start: int
    end: int
    value_max: Optional[float] = None
    qualifier: Optional[str] = None


@dataclass(frozen=True)
class Office:
    """An office as a story states it."""

    person: str
    office: str
    country: Optional[str]
    of: Optional[str]
    accredited_to: Optional[str]
    tenure: str
    text: str
    start: int
    end: int
    date_from: Optional[str] = None
    date_to: Optional[str] = None
    date: Optional[str] = None


@dataclass(frozen=True)
class Place:
    """A place that is named; ``start`` and ``end`` are there in documents."""

    text: str
    name: str
    country: Optional[str]
    admin1: Optional[str]
    lat: float
    lon: float
    geonameid: Optional[int]
    feature: str
    start: Optional[int] = None
    end: Optional[int] = None


@dataclass(frozen=True)
class Time:
    """A time expression with its TIMEX3 type and value; of :func:`memcon.when`, also its first and last day."""

    text: str
    type: str
    value: str
    start: Optional[int] = None
    end: Optional[int] = None
    first: Optional[str] = None
    last: Optional[str] = None


@dataclass(frozen=True)
class Actor:
    """Whom a phrase speaks of, and why that is known."""

    text: str
    country: Optional[str]
    sector: Optional[str]
    sectors: tuple[str, ...]
    name: Optional[str]
    office: Optional[str]
    date_from: Optional[str]
    date_to: Optional[str]
    identifier: Optional[str]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A coded document. :meth:`to_json` is the line that the program prints, :meth:`to_dict` the same as a dict.

    >>> import memcon
    >>> document = memcon.code("Norway's prime minister met the president of Kenya in Oslo on 3 March 2025.")
    >>> document.events[0].event, document.events[0].place.name
    ('CONSULT', 'Oslo')
    >>> evidence = document.events[0].evidence[0]
    >>> document.text[evidence.start:evidence.end] == evidence.text
    True
    """

    id: str
    url: Optional[str]
    title: Optional[str]
    text: str
    date: Optional[str]
    date_source: Optional[str]
    language: str
    stories: tuple[Story, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    offices: tuple[Office, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    notes: tuple[str, ...]
    _line: str = field(repr=False, compare=False, default="")

    @classmethod
    def from_json(cls, line: str) -> "Document":
        """A document from its JSON line, as ``memcon code --format jsonl`` prints it."""
        return _made(cls, {"text": "", **json.loads(line), "_line": line.rstrip("\n")})

    def to_json(self) -> str:
        """The document's JSON line, byte for byte what the program prints."""
        return self._line

    def to_dict(self) -> dict[str, Any]:
        """The document as the program's JSON has it."""
        data: dict[str, Any] = json.loads(self._line)
        return data

    def __repr__(self) -> str:
        count = len(self.events)
        return f"<memcon.Document {self.id!r}: {self.date or 'no date'}, {count} event{'' if count == 1 else 's'}>"

    def _repr_html_(self) -> str:
        from ._html import document_html

        return document_html(self)


_Made = TypeVar("_Made")

#: `from` is a word of Python's.
_RENAMED = {"from": "date_from", "to": "date_to"}


def _made(kind: type[_Made], data: Mapping[str, Any]) -> _Made:
    """An object of a class, its fields read by their types. What a newer program writes beside what is known here stays
    in the document's dict."""
    readers, given = _readers(kind), {}
    for name, value in data.items():
        name = _RENAMED.get(name, name)
        if name in readers:
            read = readers[name]
            given[name] = value if read is None or value is None else read(value)
    return kind(**given)


_Readers = dict[str, Optional[Callable[[Any], Any]]]

#: Types are looked through once for each class.
_known: dict[type[Any], _Readers] = {}


def _readers(kind: type[Any]) -> _Readers:
    if kind not in _known:
        types = get_type_hints(kind)
        _known[kind] = {each.name: _reader(types[each.name]) for each in fields(kind)}
    return _known[kind]


def _reader(of: Any) -> Optional[Callable[[Any], Any]]:
    """What makes a value of a type from what JSON has; nothing where that is the value."""
    if isinstance(of, type) and is_dataclass(of):
        return functools.partial(_made, of)
    if get_origin(of) is tuple:
        item = _reader(get_args(of)[0])
        return tuple if item is None else lambda values: tuple(map(item, values))
    return _reader(get_args(of)[0]) if get_origin(of) is Union else None


def _actor(data: Mapping[str, Any]) -> Actor:
    return _made(Actor, data)
