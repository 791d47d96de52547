"""What themes, actors, frameworks and events have in common, their aliases above all; separate as the four share it."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_serializer, model_validator

from policykb.domain.countries import check_country
from policykb.domain.record import Codes, EdtfDate, Flag, Key, Model, Record, Reference, ShortText, Term, Text, Url


class Alias(Model):
    """Another name of an entity, and the rules under which a text means the entity by it."""

    text: ShortText
    language: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """BCP 47 tag, mostly ISO 639-1."""
    kind: Term = "name"
    """name, acronym, short, former, translation, metonym ("Washington") or demonym ("Japanese")."""
    case_sensitive: Flag = False
    """Counts only in these capitals: "US", never "us"."""
    not_in: tuple[ShortText, ...] = ()
    """Phrases inside which it means something else: "quad bike"."""
    needs_any: tuple[ShortText, ...] = ()
    """Words of which at least one must stand in the same text."""

    @property
    def has_rules(self) -> bool:
        """Whether it means the entity only sometimes."""
        return bool(self.case_sensitive or self.not_in or self.needs_any)

    @model_serializer(mode="wrap")
    def _shortest(self, handler: Any) -> Any:
        fields = handler(self)
        return fields["text"] if set(fields) == {"text"} else fields


def _text_to_alias(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


AliasEntry = Annotated[Alias, BeforeValidator(_text_to_alias, json_schema_input_type=str | Alias)]


class Entity(Record):
    """A thing statements are linked to."""

    key: Key
    name: ShortText
    """The usual name; also matched in texts, under the rules of an alias of the same text where there is one."""
    note: Text | None = None
    aliases: tuple[AliasEntry, ...] = ()
    ids: Codes = Field(default_factory=dict)
    """Its number elsewhere, by scheme: iso3166, wikidata, ror, lei."""
    url: Url | None = None
    """Where its facts were checked; or ``source``."""
    source: Reference | None = None
    """The source of this base that states its facts."""
    checked: EdtfDate | None = None
    """When they were last checked."""
    former_keys: tuple[Reference, ...] = ()

    @property
    def name_alias(self) -> Alias:
        """The name as one of the aliases: under the rules of the alias that is written like it, if there is one."""
        return next((alias for alias in self.aliases if alias.text == self.name), Alias(text=self.name))

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        if "iso3166" in self.ids:
            try:
                check_country(self.ids["iso3166"])
            except ValueError as error:
                raise ValueError(f"ids.iso3166: {error}") from None
        return self
