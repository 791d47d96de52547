"""The JSON Schema (2020-12) that editors check and complete seed files by, made from the models."""

from typing import Any

from pydantic.json_schema import models_json_schema

from policykb.domain.models import MODELS
from policykb.seed.sections import SECTIONS

Schema = dict[str, Any]


def seed_schema() -> Schema:
    """The schema of one seed file: its sections, each record in its short form (no type, local keys, bare keys)."""
    models = [(model, "validation") for model in dict.fromkeys(MODELS.values())]
    _, whole = models_json_schema(models, by_alias=True)  # type: ignore[arg-type]
    definitions: Schema = whole["$defs"]
    references = definitions["Source"]["properties"].pop("references")
    sections: Schema = {"references": references}
    for section in SECTIONS.values():
        short = _short(definitions[MODELS[section.type].__name__], section.name)
        sections[section.name] = short if section.name == "source" else {"type": "array", "items": short, "minItems": 1}
    for name in ("ActorLink", "FrameworkLink"):
        # Files may leave out role and relation.
        definitions[name]["required"] = ["key"]
    for model in MODELS.values():
        del definitions[model.__name__]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policykb seed file",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
        "$defs": definitions,
    }


def _short(schema: Schema, section: str) -> Schema:
    """A record's schema without what the section and the file's source say already."""
    said = {"type"}
    if section in {"recommendations", "findings", "commitments", "coverage"}:
        said.add("source")
    optional = said | ({"kind"} if section == "groups" else set())
    properties = {name: value for name, value in schema["properties"].items() if name not in said}
    required = [name for name in schema.get("required", ()) if name not in optional]
    return {**schema, "properties": properties, "required": required}
