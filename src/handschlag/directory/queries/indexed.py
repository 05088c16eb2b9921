"""What the search index should say of entries: a document for each one that is public."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from handschlag.directory.models import (
    Actor,
    Field,
    Membership,
    NamedMember,
    Network,
    Participation,
    ProjectStatus,
    SearchDocument,
    Story,
)
from handschlag.directory.queries.index_words import (
    Texts,
    concept_words,
    field_words,
    period,
    place_words,
    programme_words,
    seat,
    size_of,
)
from handschlag.directory.queries.indexed_members import members_of
from handschlag.directory.queries.indexed_projects import of_projects
from handschlag.directory.queries.projects import public_projects
from handschlag.directory.queries.public import is_over, public_actors, public_networks, public_stories
from handschlag.directory.rules.analysis import Vocabulary, column, index_tokens, spelled, surfaces
from handschlag.directory.rules.collation import sort_key
from handschlag.directory.rules.kind_words import KIND_WORDS, SIZE_WORDS
from handschlag.directory.rules.snapshot.entries import LEVELS
from handschlag.programmes.models import Programme

COLUMNS = ("name", "topics", "statements", "place", "text")


def documents(type_: str, keys: Collection[Any], vocabulary: Vocabulary) -> Iterator[SearchDocument]:
    """The documents of the public ones among the entries; none for all others."""
    makers: dict[str, Callable[[Collection[Any]], Iterator[tuple[SearchDocument, Texts]]]] = {
        "network": _of_networks,
        "actor": _of_actors,
        "programme": _of_programmes,
        "field": _of_fields,
        "story": _of_stories,
        "project": of_projects,
    }
    for document, texts in makers[type_](keys):
        document.type = type_
        document.is_public = True
        _fill(document, texts, vocabulary)
        yield document


def _fill(document: SearchDocument, texts: Texts, vocabulary: Vocabulary) -> None:
    words: dict[str, None] = {}
    for name in COLUMNS:
        tokens = index_tokens("\n".join(filter(None, texts.get(name, ()))))
        setattr(document, name, column(tokens, vocabulary))
        words.update(dict.fromkeys(surfaces(tokens)))
        if name == "name":
            document.spelled = spelled(tokens)
    document.length = len(index_tokens(document.title_de))
    document.sort_key = f"{sort_key(document.sort_key or document.title_de)}\n{document.slug}"
    document.words = " ".join(words)


def _of_networks(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    networks = public_networks().filter(pk__in=keys).annotate(is_over=is_over())
    networks = networks.select_related("land", "district")
    members = members_of(keys)
    for network in networks.prefetch_related(
        "fields__parent", "in_programmes__programme", "labels", "member_figures"
    ):
        figure = max(network.member_figures.all(), key=lambda one: one.year or 0, default=None)
        document = SearchDocument(
            key=str(network.pk),
            slug=network.slug,
            title_de=network.name,
            title_en=network.name,
            sort_key=network.short_name,  # lists show it, so they are in its order
            kind=network.kind,
            members=figure.members if figure else None,
            day=network.published_at.date() if network.published_at else None,
            facts=_facts_of(network),
            **seat(network),
        )
        yield document, _texts_of(network, members.get(network.pk, ()))


def _facts_of(network: Network) -> dict[str, Any]:
    """A label whose end nobody knows is not claimed to be valid."""
    return {
        "is_invented": network.is_demo,
        "is_over": network.is_over,  # type: ignore[attr-defined]  # annotated
        "fields": [field.code for field in network.fields.all()],
        "programmes": [period(one.programme_id, one.since, one.until) for one in network.in_programmes.all()],
        "labels": [
            period(LEVELS.index(label.level), label.awarded_on, label.valid_until)
            for label in network.labels.all()
            if label.valid_until is not None
        ],
    }


def _texts_of(network: Network, members: Sequence[str]) -> Texts:
    programmes = [one.programme for one in network.in_programmes.all()]
    return {
        "name": [network.name, network.short_name],
        "topics": [*field_words(network.fields.all()), *programme_words(programmes)],
        "place": place_words(network),
        "text": [
            network.description_de,
            network.description_en,
            network.management_body,
            KIND_WORDS[network.kind],
            *members,
        ],
    }


def _of_actors(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    actors = public_actors().filter(pk__in=keys).select_related("land", "district", "parent")
    for actor in actors.prefetch_related(
        "fields__parent", "statements__concepts", Prefetch("memberships", Membership.objects.order_by("pk"))
    ):
        document = SearchDocument(
            key=str(actor.pk),
            slug=actor.slug,
            title_de=actor.name,
            title_en=actor.name,
            kind=actor.kind,
            size=size_of(actor),
            day=actor.published_at.date() if actor.published_at else None,
            facts={
                "is_invented": actor.is_demo,
                "fields": [field.code for field in actor.fields.all()],
                "networks": [period(one.network_id, one.since, one.until) for one in actor.memberships.all()],
            },
            **seat(actor),
        )
        yield document, _words_of(actor)


def _words_of(actor: Actor) -> Texts:
    statements = list(actor.statements.all())
    concepts = dict.fromkeys(concept for one in statements for concept in one.concepts.all())
    said = [text for one in statements for text in (one.text_de, one.text_en)]
    return {
        "name": [actor.name],
        "topics": field_words(actor.fields.all()),
        "statements": [*said, *concept_words(concepts)],
        "place": place_words(actor),
        "text": [
            actor.description_de,
            actor.description_en,
            actor.parent.name if actor.parent else "",
            KIND_WORDS[actor.kind],
            SIZE_WORDS.get(size_of(actor), ""),
        ],
    }


def _of_programmes(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    for one in Programme.objects.filter(pk__in=keys):
        document = SearchDocument(
            key=str(one.pk), slug=one.slug, title_de=one.name_de, title_en=one.name_en, kind="programme"
        )
        yield (
            document,
            {
                "name": [one.short_name, one.name_de, one.name_en],
                "text": [one.purpose_de, one.purpose_en, one.body_de, one.body_en, KIND_WORDS["programme"]],
            },
        )


def _of_fields(keys: Collection[str]) -> Iterator[tuple[SearchDocument, Texts]]:
    fields = Field.objects.filter(pk__in=keys).select_related("parent").prefetch_related("concepts")
    for field in fields:
        document = SearchDocument(
            key=field.code,
            slug=field.slug,
            title_de=field.label_de,
            title_en=field.label_en,
            kind="field",
            facts={"fields": [field.code]},
        )
        yield (
            document,
            {
                "name": [field.label_de, field.label_en],
                "topics": [*field.synonyms, *(field_words([field.parent]) if field.parent else ())],
                "text": [*concept_words(field.concepts.all()), KIND_WORDS["field"]],
            },
        )


def _of_stories(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    stories = public_stories().filter(pk__in=keys).select_related("network__land", "network__district")
    for story in stories.prefetch_related("network__fields__parent", "actors"):
        fields = story.network.fields.all()
        document = SearchDocument(
            key=str(story.pk),
            slug=story.slug,
            title_de=story.title_de,
            title_en=story.title_en or story.title_de,
            kind=story.kind,
            day=story.day,
            facts={
                "is_invented": story.is_demo,
                "fields": [field.code for field in fields],
                "networks": [period(story.network_id, None, None)],
            },
            **seat(story.network),
        )
        yield (
            document,
            {
                "name": [story.title_de, story.title_en],
                "topics": field_words(fields),
                "place": place_words(story.network),
                "text": [story.text_de, story.text_en, story.network.name, KIND_WORDS[story.kind]],
            },
        )


def keys_of_all() -> dict[str, list[Any]]:
    """Every entry that could be public, by type."""
    return {
        "network": list(public_networks().values_list("pk", flat=True)),
        "actor": list(public_actors().values_list("pk", flat=True)),
        "programme": list(Programme.objects.values_list("pk", flat=True)),
        "field": list(Field.objects.values_list("pk", flat=True)),
        "story": list(public_stories().values_list("pk", flat=True)),
        "project": list(public_projects().values_list("pk", flat=True)),
    }


def with_what_hangs_on_them(keys: dict[str, set[Any]]) -> dict[str, set[Any]]:
    """Also the stories of these networks, and the networks, parts and published projects of these actors."""
    stories = Story.objects.filter(network__in=keys["network"]).values_list("pk", flat=True)
    parts = Actor.objects.filter(parent__in=keys["actor"]).values_list("pk", flat=True)
    shared = Participation.objects.filter(actor__in=keys["actor"], project__status=ProjectStatus.PUBLISHED)
    projects = shared.values_list("project_id", flat=True)
    seats = Membership.objects.filter(actor__in=keys["actor"], actor__is_demo=False)
    named = NamedMember.objects.filter(actor__in=keys["actor"])
    networks = [*seats.values_list("network_id", flat=True), *named.values_list("network_id", flat=True)]
    return {
        **keys,
        "network": {*keys["network"], *networks},
        "story": {*keys["story"], *stories},
        "actor": {*keys["actor"], *parts},
        "project": {*keys["project"], *projects},
    }
