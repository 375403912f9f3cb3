"""Parts that the operations of the OpenAPI document are made of: parameters, contents, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.record.document import Json

BINARY: Json = {}
"""The schema of what is no JSON."""
TEXT: Json = {"type": "string"}
PROBLEMS = {
    400: "What is asked cannot be understood; the text says why",
    404: "There is no such thing",
    406: "It is not to be had in the form that `Accept` asks for",
    408: "The request did not arrive in time",
    410: "It was published and has been taken back",
    413: "More is asked than one request may ask",
    415: "The body is of another media type than can be read",
    503: "Too many ask at this moment; try again",
    504: "The query took too long",
}


def parameter(name: str, about: str, schema: Json | None = None, where: str = "query", example: object = None) -> Json:
    """A parameter; one of the path is required."""
    found: Json = {"name": name, "in": where, "description": about, "schema": schema or TEXT}
    if where == "path":
        found["required"] = True
    return found if example is None else found | {"example": example}


def operation(
    name: str,
    tag: str,
    summary: str,
    contents: Mapping[str, Json],
    parameters: Iterable[Json] = (),
    problems: Iterable[int] = (),
    moves: Iterable[int] = (),
    description: str = "",
    cached: bool = True,
) -> Json:
    """A GET that answers 200 with contents by media type, and with the redirects and problems that it may have."""
    found: Json = {"operationId": name, "tags": [tag], "summary": summary}
    if description:
        found["description"] = description
    if given := list(parameters):
        found["parameters"] = given
    found["responses"] = {}
    if contents:
        found["responses"]["200"] = {"description": "Found", "content": {t: {"schema": s} for t, s in contents.items()}}
    for status in moves:
        found["responses"][str(status)] = {
            "description": "It is at another address",
            "headers": {"Location": {"schema": TEXT}},
        }
    if cached and contents:
        found["responses"]["304"] = {"description": "The client has it already (If-None-Match)"}
    for status in problems:
        found["responses"][str(status)] = {"description": PROBLEMS[status]}
    return found


def posted(found: Json, name: str, form: Json) -> Json:
    """The same operation as a POST of a form, without parameters in the address."""
    post = {key: value for key, value in found.items() if key != "parameters"}
    content = {"application/x-www-form-urlencoded": {"schema": form}}
    return post | {"operationId": name, "requestBody": {"required": True, "content": content}}


def refer(name: str) -> Json:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(required: Mapping[str, Json], also: Mapping[str, Json] | None = None, about: str = "") -> Json:
    """The schema of an object with these fields and no others."""
    found: Json = {
        "type": "object",
        "properties": {**required, **(also or {})},
        "required": list(required),
        "additionalProperties": False,
    }
    return found | ({"description": about} if about else {})


def many(schema: Json) -> Json:
    """The schema of a list."""
    return {"type": "array", "items": schema}


def one_of(values: Iterable[str]) -> Json:
    """The schema of one of some texts."""
    return {"type": "string", "enum": list(values)}
