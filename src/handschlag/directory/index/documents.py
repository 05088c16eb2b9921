"""The documents of the search index: what they say of an entry, and that they stay true."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from handschlag.common import database
from handschlag.directory.index import analyser
from handschlag.directory.index.analysis import Vocabulary, column, index_tokens, sort_key, spelled, surfaces
from handschlag.directory.index.arrays import ALWAYS, LEVELS, Period
from handschlag.directory.labels import KIND_WORDS, SIZE_WORDS
from handschlag.directory.models import (
    Actor,
    Catalogue,
    Concept,
    Field,
    IndexChange,
    IndexState,
    Membership,
    NamedMember,
    Network,
    Participation,
    Project,
    ProjectStatus,
    SearchDocument,
    Story,
)
from handschlag.directory.public import (
    is_over,
    parts_in,
    public_actors,
    public_networks,
    public_projects,
    public_stories,
)
from handschlag.programmes.models import Programme

Texts = dict[str, list[str]]


def period(target: int, since: Any, until: Any) -> list[int]:
    """The target, and the first and last day as ordinals; an open end lies beyond all dates."""
    found = Period.of(target, since, until)
    return (
        [found.target, found.since, found.until] if (since or until) else [found.target, ALWAYS, found.until]
    )


def seat(entry: Network | Actor) -> dict[str, Any]:
    """The code of the Land and the coordinates, in degrees; empty or None where nobody knows."""
    return {"land": entry.land_id or "", "latitude": entry.latitude, "longitude": entry.longitude}


def size_of(actor: Actor) -> str:
    """Only companies have a size; that of many is not known."""
    if actor.kind != "company":
        return ""
    return {True: "sme", False: "large", None: "unknown"}[actor.is_sme]


def place_words(entry: Network | Actor) -> list[str]:
    """The place, its Land in both languages and its district, without what follows a comma."""
    land, district = entry.land, entry.district
    return [
        entry.place,
        *((land.name_de, land.name_en) if land else ()),
        district.name.split(",")[0] if district else "",
    ]


def field_words(fields: Iterable[Field]) -> list[str]:
    """The labels of fields and of the fields above them, in both languages."""
    every = dict.fromkeys(one for field in fields for one in (field, field.parent) if one is not None)
    return [label for field in every for label in (field.label_de, field.label_en)]


def concept_words(concepts: Iterable[Concept]) -> list[str]:
    """The labels of concepts, in both languages."""
    return [label for concept in concepts for label in (concept.label_de, concept.label_en)]


def programme_words(programmes: Iterable[Programme]) -> list[str]:
    """The short and the full names of programmes, in both languages, each name once."""
    return [name for one in programmes for name in dict.fromkeys((one.short_name, one.name_de, one.name_en))]


def members_of(network_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The names of the public members of each network that exist, and of those whom sources name with it.

    Invented ones lead nobody anywhere.
    """
    real = {"network__in": network_ids, "actor__in": public_actors().filter(is_demo=False)}
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for rows in (Membership.objects.filter(**real), NamedMember.objects.filter(**real)):
        for network, name in rows.order_by("pk").values_list("network_id", "actor__name"):
            found[network][name] = None
    return {network: tuple(names) for network, names in found.items()}


KINDS = {Catalogue.CORDIS.value: "eu_project", Catalogue.FOERDERKATALOG.value: "federal_project"}
LONGEST_TITLE = 240


def of_projects(keys: Collection[int]) -> Iterator[tuple[SearchDocument, Texts]]:
    """A project has the fields, Länder and networks of its public actors, and the seat of who leads it."""
    projects = list(public_projects().filter(pk__in=keys).order_by("pk"))
    parts = parts_in([one.pk for one in projects])
    actor_ids = {one.actor_id for some in parts.values() for one in some}
    fields, seats = _fields_of(actor_ids), _seats_of(actor_ids)
    for project in projects:
        mine = parts.get(project.pk, ())
        ids = list(dict.fromkeys(one.actor_id for one in mine))
        lead = lead_of(mine)
        title = project.title_de or project.title_en
        document = SearchDocument(
            key=str(project.pk),
            slug=project.slug,
            title_de=title[:LONGEST_TITLE],
            title_en=(project.title_en or title)[:LONGEST_TITLE],
            kind=KINDS[project.catalogue],
            day=project.starts_on,
            facts={
                "fields": sorted({code for pk in ids for code in fields.get(pk, ())}),
                "lands": sorted({one.actor.land_id for one in mine if one.actor.land_id}),
                "networks": [period(*one) for pk in ids for one in seats.get(pk, ())],
                "is_invented": project.is_demo,
                "until": project.ends_on.toordinal() if project.ends_on else 0,
            },
            **(seat(lead) if lead else {}),
        )
        yield document, _project_texts(project, mine, lead)


def _project_texts(project: Project, parts: Sequence[Participation], lead: Actor | None) -> Texts:
    numbers = {project.reference if project.catalogue == Catalogue.CORDIS else ""}
    numbers |= {one.reference for one in parts}
    return {
        "name": [project.acronym, project.title_de, project.title_en],
        "topics": [project.programme, project.funder],
        "statements": list(dict.fromkeys(one.title_de for one in parts)),
        "place": place_words(lead) if lead else [],
        "text": [
            *dict.fromkeys(one.actor.name for one in parts),
            *sorted(filter(None, numbers)),
            KIND_WORDS[KINDS[project.catalogue]],
        ],
    }


def lead_of(parts: Sequence[Participation]) -> Actor | None:
    """Who leads, where that is known."""
    return next((one.actor for one in parts if one.role == "coordinator"), None)


def _fields_of(actor_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = Actor.fields.through.objects.filter(actor_id__in=actor_ids)
    for pk, code in pairs.values_list("actor_id", "field_id"):
        found.setdefault(pk, []).append(code)
    return found


def _seats_of(actor_ids: Collection[int]) -> dict[int, list[tuple[int, Any, Any]]]:
    """In which networks these actors are, and when."""
    found: dict[int, list[tuple[int, Any, Any]]] = {}
    rows = Membership.objects.filter(actor_id__in=actor_ids).order_by("pk")
    for pk, network, since, until in rows.values_list("actor_id", "network_id", "since", "until"):
        found.setdefault(pk, []).append((network, since, until))
    return found


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
        yield document, _actor_texts(actor)


def _actor_texts(actor: Actor) -> Texts:
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


AT_ONCE = 500
REMEMBERED = 1000  # changes; who knows an older one reads everything again
FIELDS = SearchDocument._meta.fields  # noqa: SLF001 - Django documents it as public
WRITTEN = [field.name for field in FIELDS if field.name not in ("id", "type", "key")]


@transaction.atomic
def refresh(
    *,
    network_ids: Iterable[int] = (),
    actor_ids: Iterable[int] = (),
    story_ids: Iterable[int] = (),
    programme_ids: Iterable[int] = (),
    field_codes: Iterable[str] = (),
    project_ids: Iterable[int] = (),
) -> None:
    """The index tells what is now true of these entries: also of deleted and of unpublished ones."""
    keys: dict[str, set[Any]] = with_what_hangs_on_them(
        {
            "network": set(network_ids),
            "actor": set(actor_ids),
            "story": set(story_ids),
            "programme": set(programme_ids),
            "field": set(field_codes),
            "project": set(project_ids),
        }
    )
    if any(keys.values()):
        state = _next_change(has_new_vocabulary=bool(keys["field"]))
        for type_, some in keys.items():
            write(type_, some, state)


@transaction.atomic
def refresh_all(*, progress: Callable[[int, int], None] | None = None) -> int:
    """The index tells what is now true of everything; the number of documents. After a bulk load.

    `progress` is called with how many documents are done, of how many.
    """
    state = _next_change(has_new_vocabulary=True)
    every = keys_of_all()
    done, total = 0, sum(len(keys) for keys in every.values())
    SearchDocument.objects.all().delete()
    for type_, keys in every.items():
        for some in batched(sorted(keys), AT_ONCE):
            write(type_, some, state, is_empty=True)
            done += len(some)
            if progress is not None:
                progress(done, total)
    database.gather()
    return total


def _next_change(*, has_new_vocabulary: bool) -> IndexState:
    """The state after this change; the row stays locked until the transaction ends."""
    IndexState.objects.get_or_create(pk=1, defaults={"stamp": "", "vocabulary": uuid.uuid4().hex})
    state = IndexState.objects.select_for_update().get(pk=1)
    state.number += 1
    state.stamp = uuid.uuid4().hex
    if has_new_vocabulary:
        state.vocabulary = uuid.uuid4().hex
    state.save()
    IndexChange.objects.create(number=state.number, stamp=state.stamp)
    IndexChange.objects.filter(number__lt=state.number - REMEMBERED).delete()
    return state


def write(type_: str, keys: Collection[Any], state: IndexState, *, is_empty: bool = False) -> None:
    """The documents of these entries; an entry that is not public leaves an empty one behind."""
    vocabulary = analyser.vocabulary(state.vocabulary)
    public = {document.key: document for document in documents(type_, keys, vocabulary)}
    known = set()
    if not is_empty:
        mine = SearchDocument.objects.filter(type=type_, key__in=[str(key) for key in keys])
        known = set(mine.values_list("key", flat=True))
    gone = [SearchDocument(type=type_, key=key) for key in sorted(known - public.keys())]
    rows = [*public.values(), *gone]
    for row in rows:
        row.changed_in = state.number
    SearchDocument.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["type", "key"],
        update_fields=WRITTEN,
    )
