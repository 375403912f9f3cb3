"""What the fields of a record hold: texts of a form, IRIs, values with a datatype; and nodes, what has an IRI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints

Iri = Annotated[str, StringConstraints(pattern=r'^[^\s<>"{}|\\^`]+$')]
Text = Annotated[str, StringConstraints(min_length=1)]
DecimalText = Annotated[str, StringConstraints(pattern=r"^-?\d{1,3}(\.\d{1,9})?$")]
Probability = Annotated[str, StringConstraints(pattern=r"^(0(\.\d{1,4})?|1(\.0{1,4})?)$")]
Edtf = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$")]
Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What has an IRI."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid")
    id: Iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Node):
    """A thing, by its IRI alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedValue:
    """A value with its datatype or language, as JSON-LD writes it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid")
    value: Annotated[str, Field(alias="@value")]
    type: Text | None = None
    language: Annotated[Text | None, Field(alias="@language")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What relative IRIs are joined to, in JSON-LD's words."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid")
    base: Annotated[Iri, Field(alias="@base")]
