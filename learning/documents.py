"""Reading YAML and JSON from people we do not know: bounded, without tags or aliases, with the line of every value."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from studywright.learning.errors import Fault, InputError

try:  # libyaml, where the wheel has it: ten times as fast
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32

Scalar = str | int | float | bool | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]
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
        _refuse_unsafe(text, source)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it has characters that YAML does not allow"
        line = mark.line + 1 if mark else None
        raise InputError([Fault(source, line, f"is no valid YAML ({problem})", "Check quotes and indents")]) from error
    reader = _Reader(source)
    data = reader.value(node, ()) if node is not None else None
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


def _refuse_unsafe(text: str, source: str) -> None:
    """Walk the events before anything is built: no tags, no aliases, no deep nesting."""
    depth, faults = 0, []
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            faults.append(Fault(source, line, "has a YAML alias (*name)", "Write the value out"))
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            faults.append(Fault(source, line, f"has a YAML tag ({event.tag})", "Leave it out"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            faults.append(Fault(source, line, f"is nested more than {MAX_DEPTH} deep", "Make it flatter"))
        if faults and (depth > MAX_DEPTH or len(faults) > 20):
            break
    if faults:
        raise InputError(faults)


class _Reader:
    """Builds plain values from YAML nodes, noting lines and faults as it goes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Location, int] = {}
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, location: Location) -> Value:
        self.lines[location] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*location, index)) for index, child in enumerate(node.value)]
        return self._scalar(str(node.value), str(node.tag).rpartition(":")[2])

    def _mapping(self, node: yaml.MappingNode, location: Location) -> Value:
        result: dict[str, Value] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(Fault(self.source, line, "has a key that is no text", "Use a plain name"))
                continue
            key = str(key_node.value)
            if key in result:
                self.faults.append(Fault(self.source, line, f"has the key '{key}' twice", "Keep one of them"))
            result[key] = self.value(child, (*location, key))
            self.lines[(*location, key)] = line
        return result

    @staticmethod
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
