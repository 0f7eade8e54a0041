"""Memcon reads English news and codes political events in PLOVER, each tied to the words that show it.

>>> import memcon
>>> document = memcon.code("Norway's prime minister met the president of Kenya in Oslo on 3 March 2025.")
>>> [(event.event, event.place.name) for event in document.events]
[('CONSULT', 'Oslo')]
"""

from ._coding import Coder, Explanation, actor, code, code_files, code_many, explain, place, when
from ._memcon import Error, InputError, LexiconError, RecordError, __version__
from ._record import Added, Counts, Record
from ._tables import Table, documents, documents_schema, events, events_schema
from ._types import (
    Actor,
    Context,
    Document,
    Event,
    EventPlace,
    Figure,
    Office,
    Party,
    Place,
    Size,
    Statement,
    Story,
    Text,
    Time,
)

__all__ = [
    "Actor",
    "Added",
    "Coder",
    "Context",
    "Counts",
    "Document",
    "Error",
    "Event",
    "EventPlace",
    "Explanation",
    "Figure",
    "InputError",
    "LexiconError",
    "Office",
    "Party",
    "Place",
    "Record",
    "RecordError",
    "Size",
    "Statement",
    "Story",
    "Table",
    "Text",
    "Time",
    "__version__",
    "actor",
    "code",
    "code_files",
    "code_many",
    "documents",
    "documents_schema",
    "events",
    "events_schema",
    "explain",
    "place",
    "when",
]
