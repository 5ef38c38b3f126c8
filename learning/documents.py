"""Reading YAML and JSON from people we do not know: bounded, without tags or aliases, with the line of every value."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.resolver import Resolver

from studywright.learning.errors import Fault, InputError

try:  # libyaml, where the wheel has it: ten times as fast
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
MOST_FAULTS = 20
"""Faults of the text itself after which reading stops."""

Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]

_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.I)
"""A character beyond the first 65,536 as JSON writes it. YAML reads all other escapes of JSON, but not these pairs."""

_FRAME = (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent, yaml.StreamEndEvent)
_RESOLVER = Resolver()

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """A file as plain data, and the line that each value starts on."""

    source: str
    data: Value
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int | None:
        """Give the line of a value, or of the nearest thing around it."""
        for size in range(len(location), -1, -1):
            if location[:size] in self.lines:
                return self.lines[location[:size]]
        return None

    def fault(self, location: Location, message: str, cure: str = "") -> Fault:
        """Describe a fault of the value at `location`."""
        return Fault(self.source, self.line(location), message, cure)


def read_document(path: Path) -> Document:
    """Read a YAML or JSON file. Raises InputError when it cannot be read or is no such file."""
    return parse_document(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Read a text file of bounded size. Raises InputError."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise InputError.of(str(path), f"cannot be read ({error.strerror})", "Give the path of a file") from error
    if raw is None:
        raise InputError.of(str(path), f"is larger than {MAX_BYTES // 1024 // 1024} MB", "Give a smaller file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.of(str(path), "is no text in UTF-8", "Save it as UTF-8") from error


def parse_document(text: str, source: str) -> Document:
    """Turn YAML or JSON text into plain data with line numbers. Raises InputError with every fault found."""
    try:
        reader = _Reader(_PAIR.sub(_joined, text) if text.lstrip()[:1] in ("{", "[", '"') else text, source)
        data = reader.document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it has characters that YAML does not allow"
        line = mark.line + 1 if mark else None
        raise InputError([Fault(source, line, f"is no valid YAML ({problem})", "Check quotes and indents")]) from error
    if reader.faults:
        raise InputError(reader.faults)
    return Document(source, data, reader.lines)


def validate_document(document: Document, model: type[ModelT]) -> ModelT:
    """Check a document against a model. Raises InputError with one fault for each thing that is wrong."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(validation_faults(document, error, model)) from error


def validation_faults(document: Document, error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Turn pydantic's errors into faults with their lines, said in plain words."""
    faults: dict[tuple[Location, str], Fault] = {}
    for detail in error.errors(include_url=False, include_input=True):
        location = tuple(part for part in detail["loc"] if isinstance(part, int) or document_has(document, part))
        path = _dotted(detail["loc"]) or "the file"
        message, cure = _explain(detail["type"], detail["msg"], path, detail["loc"], model)
        faults[(location, message)] = document.fault(location, message, cure)
    return list(faults.values())


def document_has(document: Document, key: str) -> bool:
    """Say whether a key occurs anywhere (pydantic adds the names of union branches to its locations)."""
    return any(key in location for location in document.lines)


def _explain(kind: str, text: str, path: str, location: Location, model: type[BaseModel]) -> tuple[str, str]:
    if kind == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        cure = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(known)}" if known else "Leave it out"
        return f"unknown key '{path}'", cure
    return explain(kind, text, path if location or kind != "value_error" else "")


def explain(kind: str, text: str, path: str) -> tuple[str, str]:
    """Say one of pydantic's errors in plain words, and what would do."""
    if kind == "missing":
        return f"'{path}' is missing", "Add it"
    if kind == "value_error":
        message, _, cure = text.removeprefix("Value error, ").partition(" | ")
        return (f"'{path}': {message}" if path else message), cure
    return f"'{path}': {text[0].lower()}{text[1:]}", ""


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """List the field names of the model found by walking `location` from `model`."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        field = next((f for n, f in current.model_fields.items() if part in (n, f.alias)), None)
        if field is not None:
            current = _model_in(field.annotation)
    return sorted(f.alias or n for n, f in current.model_fields.items()) if current else []


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)


def _dotted(location: Location) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


class _Reader:
    """Builds plain values from the events of a YAML text in one pass, noting lines and faults as it goes."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.lines: dict[Location, int] = {}
        self.faults: list[Fault] = []
        self.depth = 0

    def document(self) -> Value:
        """Read the one document of the text; nothing in it is null."""
        data: Value = None
        for count, event in enumerate(event for event in self.events if not isinstance(event, _FRAME)):
            if count:
                self._fault(event, "holds a second document", "Give each document a file")
                break
            data = self._value(event, ())
        return data

    def _value(self, event: yaml.Event, location: Location) -> Value:
        self.lines[location] = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(self._text(event), _kind(event.value) if event.implicit[0] else "str")
        if not isinstance(event, yaml.CollectionStartEvent):
            self._fault(event, "has a YAML alias (*name)", "Write the value out")
            return None
        self._no_tag(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._fault(event, f"is nested more than {MAX_DEPTH} deep", "Make it flatter")
            raise InputError(self.faults)
        value = self._mapping(location) if isinstance(event, yaml.MappingStartEvent) else self._sequence(location)
        self.depth -= 1
        return value

    def _sequence(self, location: Location) -> Value:
        result: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self._value(event, (*location, len(result))))
        return result

    def _mapping(self, location: Location) -> Value:
        result: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(event, "has a key that is no text", "Use a plain name")
                self._value(event, location)
                self._value(next(self.events), location)
                continue
            key = self._text(event)
            if key in result:
                self._fault(event, f"has the key '{key}' twice", "Keep one of them")
            result[key] = self._value(next(self.events), (*location, key))
            self.lines[(*location, key)] = _line(event)
        return result

    def _text(self, event: yaml.ScalarEvent) -> str:
        self._no_tag(event)
        return event.value

    def _no_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag:
            self._fault(event, f"has a YAML tag ({event.tag})", "Leave it out")

    def _fault(self, event: yaml.Event, message: str, cure: str) -> None:
        self.faults.append(Fault(self.source, _line(event), message, cure))
        if len(self.faults) > MOST_FAULTS:
            raise InputError(self.faults)


def _joined(pair: re.Match[str]) -> str:
    before, high, low = pair.groups()
    return str(before) + str(json.loads(f'"\\u{high}\\u{low}"'))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _kind(text: str) -> str:
    """Name what YAML takes a text without quotes for: int, float, bool, null, str."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag.rpartition(":")[2]


def _scalar(text: str, kind: str) -> Scalar:
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0) if len(text) < 40 else text
        if kind == "float":
            return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text  # 010, 1:30 and the like: the model says what is wanted
    if kind == "bool":
        # "no" is also the code of a language: only true and false count
        return text.lower() == "true" if text.lower() in ("true", "false") else text
    return None if kind == "null" else text
