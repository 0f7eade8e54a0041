"""Documents and explanations in notebooks. News pages are hostile input: everything that is shown is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from ._coding import Explanation
    from ._types import Document, Event, Party

# The colours of the four classes: verbal and material cooperation, verbal and material conflict.
_COLOURS = {1: "#cfe8cf", 2: "#a8d5ba", 3: "#fbe0b5", 4: "#f3b7ac"}


def document_html(document: "Document") -> str:
    """The text with the evidence of each event highlighted, and a table of the events."""
    return f"<div>{_head(document)}{_text(document)}{_table(document)}{_notes(document)}</div>"


def explanation_html(explanation: "Explanation") -> str:
    """The text with highlighted evidence, and for each event how it was coded."""
    document = explanation.document
    told = "".join(
        f"<details><summary>{number}. {_heading(event)}</summary>"
        f"<pre style='white-space:pre-wrap'>{escape(explanation.event(number))}</pre></details>"
        for number, event in enumerate(document.events, 1)
    )
    return f"<div>{_head(document)}{_text(document)}{told}{_notes(document)}</div>"


def _head(document: "Document") -> str:
    title = escape(document.title or document.id)
    return f"<p><b>{title}</b><br>{escape(document.date or 'date not known')}</p>"


def _text(document: "Document") -> str:
    text = document.text
    starts: dict[int, list[int]] = {}
    owner: list[Optional[int]] = [None] * (len(text) + 1)
    for number, event in enumerate(document.events, 1):
        for evidence in event.evidence:
            starts.setdefault(evidence.start, []).append(number)
            for at in range(evidence.start, evidence.end):
                if owner[at] is None:
                    owner[at] = event.quad
    out, at = [], 0
    while at < len(text):
        end = at + 1
        while end < len(text) and owner[end] == owner[at] and end not in starts:
            end += 1
        marks = "".join(f"<sup>{number}</sup>" for number in starts.get(at, ()))
        part = escape(text[at:end]).replace("\n", "<br>")
        colour = owner[at]
        out.append(
            marks + (part if colour is None else f"<mark style='background:{_COLOURS.get(colour, '#eee')}'>{part}</mark>")
        )
        at = end
    return f"<div style='max-height:30em;overflow:auto'>{''.join(out)}</div>"


def _table(document: "Document") -> str:
    rows = "".join(
        f"<tr><td>{number}</td><td>{_heading(event)}</td><td>{_side(event.actors)}</td>"
        f"<td>{_side(event.recipients)}</td><td>{escape(event.place.name if event.place else '')}</td></tr>"
        for number, event in enumerate(document.events, 1)
    )
    head = "<tr><th></th><th>event</th><th>actors</th><th>recipients</th><th>place</th></tr>"
    return f"<table>{head}{rows}</table>" if rows else ""


def _notes(document: "Document") -> str:
    return "".join(f"<p><i>{escape(note)}</i></p>" for note in document.notes)


def _heading(event: "Event") -> str:
    words = [event.date or "no date", event.event, *([f"({event.act})"] if event.act else []), *event.mode]
    return escape(" ".join(words) + f", {event.status}")


def _side(parties: "tuple[Party, ...]") -> str:
    def one(party: "Party") -> str:
        code = " ".join(filter(None, (party.country, party.sector)))
        return (party.name or party.text or "not named") + (f" ({code})" if code else "")

    return escape("; ".join(one(party) for party in parties))
