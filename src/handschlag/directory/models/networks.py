"""Networks, actors and who belongs to whom; the shared vocabulary, regions and news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.programmes.models import Programme


class MemberGroup(StrEnum):
    """In the order of the bar."""

    SMALL = "small"  # small and medium-sized companies
    LARGE = "large"
    COMPANY = "company"  # of a size that nobody stated
    RESEARCH = "research"  # universities and research institutions
    OTHER = "other"
    UNSTATED = "unstated"  # what the source leaves open


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    part: MemberGroup
    share: int  # per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedShares:
    """Shares as a source states them, in per cent; None where it states none."""

    small: int | None = None
    large: int | None = None
    research: int | None = None


def published_segments(shares: PublishedShares) -> tuple[Segment, ...]:
    """The bar of published shares; empty where none is stated, or where they are more than the whole."""
    stated = {
        MemberGroup.SMALL: shares.small,
        MemberGroup.LARGE: shares.large,
        MemberGroup.RESEARCH: shares.research,
    }
    known = {part: share for part, share in stated.items() if share}
    rest = 100 - sum(known.values())
    if not known or rest < 0:
        return ()
    return tuple(
        Segment(part=part, share=share)
        for part, share in [*known.items(), (MemberGroup.UNSTATED, rest)]
        if share
    )


def counted_segments(counts: Mapping[MemberGroup, int]) -> tuple[Segment, ...]:
    """Whole per cents that add up to 100: what rounding loses goes to the largest remainders."""
    total = sum(counts.values())
    if total <= 0:
        return ()
    parts = [part for part in MemberGroup if counts.get(part, 0) > 0]
    exact = {part: 100 * counts[part] / total for part in parts}
    shares = {part: int(exact[part]) for part in parts}
    missing = 100 - sum(shares.values())
    for part in sorted(parts, key=lambda p: shares[p] - exact[p])[:missing]:
        shares[part] += 1
    return tuple(Segment(part=part, share=shares[part]) for part in parts if shares[part])


class Status(models.TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Identified(models.Model):
    """Ids of others: an item of Wikidata, the entry in a register, the number in European programmes."""

    wikidata_id = models.CharField(max_length=12, blank=True)
    euid = models.CharField(max_length=40, blank=True)
    pic = models.CharField(max_length=9, blank=True)

    class Meta:
        abstract = True


class Published(models.Model):
    """An entry with a state and a version: a form sends back the version that it has seen."""

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Field(models.Model):
    """A technology field; `parent` is None for the upper level."""

    code = models.CharField(max_length=8, primary_key=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    label = InBothLanguages()
    synonyms = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.label_de


class ConceptKind(models.TextChoices):
    TECHNOLOGY = "technology"
    APPLICATION = "application"
    SERVICE = "service"
    COOPERATION = "cooperation"
    MATERIAL = "material"
    METHOD = "method"


class Concept(models.Model):
    """A term below a field, with labels, synonyms and abbreviations in both languages."""

    code = models.CharField(max_length=24, primary_key=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="concepts")
    kind = models.CharField(max_length=12, choices=ConceptKind.choices)
    label_de = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    label = InBothLanguages()
    synonyms_de = models.JSONField(default=list)
    synonyms_en = models.JSONField(default=list)
    abbreviations = models.JSONField(default=list)
    related = models.ManyToManyField("self", blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.label_de


class Land(models.Model):
    """One of the sixteen Länder (NUTS 1)."""

    code = models.CharField(max_length=2, primary_key=True)
    nuts1 = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["name_de"]

    def __str__(self) -> str:
        return self.name_de


class District(models.Model):
    """A Kreis or a city of its own (NUTS 3)."""

    nuts3 = models.CharField(max_length=5, primary_key=True)
    ags = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="districts")
    population = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A town or village, to find coordinates by name."""

    name = models.CharField(max_length=100, db_index=True)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-population", "name"]

    def __str__(self) -> str:
        return self.name


class Located(models.Model):
    """Somewhere in Germany; every part may be missing, and the page says so."""

    place = models.CharField(max_length=100, blank=True)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def land_name(self) -> str:
        """In the reader's language; empty where it is not known."""
        return self.land.name if self.land else ""

    @property
    def is_in_city_state(self) -> bool:
        """Then its place and its Land are one."""
        return bool(self.place) and self.place == self.land_name

    @property
    def seat(self) -> str:
        """Wörrstadt, Rheinland-Pfalz; a city that is a Land is said once."""
        return self.place if self.is_in_city_state else ", ".join(filter(None, (self.place, self.land_name)))


class ActorKind(models.TextChoices):
    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH = "research"
    OTHER = "other"


class Actor(Published, Located, Identified):
    """A company, a university chair or institute, a research department, or other."""

    kind = models.CharField(max_length=12, choices=ActorKind.choices)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    is_sme = models.BooleanField(null=True, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    website = models.URLField(max_length=300, blank=True)
    ror_id = models.CharField(max_length=9, blank=True)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description = InBothLanguages()
    fields = models.ManyToManyField(Field, blank=True, related_name="actors")
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["status", "name"]), models.Index(fields=["status", "land"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="actor_is_not_its_own_parent"
            ),
            models.UniqueConstraint(fields=["ror_id"], condition=~Q(ror_id=""), name="one_actor_per_ror_id"),
        ]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    OFFER = "offer"
    NEED = "need"


class Statement(models.Model):
    """Something an actor offers or seeks, in words, with concepts of the vocabulary."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="statements")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    text_de = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    text = InBothLanguages()
    concepts = models.ManyToManyField(Concept, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text_de="", text_en=""), name="statement_says_something")
        ]

    def __str__(self) -> str:
        return self.text_de or self.text_en


class NetworkKind(models.TextChoices):
    CLUSTER = "cluster"
    ZIM_NETWORK = "zim_network"
    RESEARCH_ASSOCIATION = "research_association"


class NetworkStanding(models.TextChoices):
    """What became of a network; without a word it is active, as far as anybody knows."""

    MERGED = "merged"
    DISSOLVED = "dissolved"
    ENDED = "ended"  # its work or its funding
    UNPROVEN = "unproven"  # no source shows that it still exists


class Network(Published, Located, Identified):
    """A cluster, a ZIM network or a research association."""

    kind = models.CharField(max_length=20, choices=NetworkKind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    founded = models.PositiveSmallIntegerField(null=True, blank=True)
    management_body = models.CharField(max_length=200, blank=True)
    website = models.URLField(max_length=300, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200, blank=True)
    legal_form = models.CharField(max_length=40, blank=True)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description = InBothLanguages()
    logo = models.ImageField(upload_to="logos/", blank=True)
    umbrella = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    standing = models.CharField(max_length=9, choices=NetworkStanding.choices, blank=True)
    standing_since = models.PositiveSmallIntegerField(null=True, blank=True)  # a year
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )
    fields = models.ManyToManyField(Field, blank=True, related_name="networks")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__range=(1500, 2100)),
                name="network_founded_in_a_year",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="network_is_not_its_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_name(self) -> str:
        """The name of its file; empty for none."""
        return (self.logo.name or "").rpartition("/")[2]


class NetworkProgramme(models.Model):
    """A network is or was in a programme (dates may be known to the year only)."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="in_programmes")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="networks")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    is_year_only = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "programme"], name="network_in_a_programme_once")
        ]

    def __str__(self) -> str:
        return f"network {self.network_id} in programme {self.programme_id}"


class LabelLevel(models.TextChoices):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


class Label(models.Model):
    """An ECEI label: level, when awarded, how long valid (dates may be known to the year only)."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="labels")
    level = models.CharField(max_length=6, choices=LabelLevel.choices)
    awarded_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    is_year_only = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-awarded_on"]

    def __str__(self) -> str:
        return f"{self.level} of network {self.network_id}"


class MemberFigure(models.Model):
    """How many members were published, for which year; shares in per cent where given."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="member_figures")
    members = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    share_small = models.PositiveSmallIntegerField(null=True, blank=True)
    share_large = models.PositiveSmallIntegerField(null=True, blank=True)
    share_research = models.PositiveSmallIntegerField(null=True, blank=True)
    note_de = models.CharField(max_length=200, blank=True)
    note_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["-year"]

    def __str__(self) -> str:
        return f"{self.members} members of network {self.network_id}"

    @property
    def shares(self) -> PublishedShares:
        """As they were published, as far as they were."""
        return PublishedShares(small=self.share_small, large=self.share_large, research=self.share_research)


class Basis(models.TextChoices):
    """What a fact rests on: it was read in the source, or we assigned it by the name or the source."""

    PUBLISHED = "published"
    ASSIGNED = "assigned"


class SourceKind(models.TextChoices):
    """Whose page a fact was read on, the most trusted first; a mirror copies somebody else's page."""

    OWN = "own"
    PROGRAMME = "programme"
    PUBLIC_BODY = "public_body"
    PRESS = "press"
    ENCYCLOPAEDIA = "encyclopaedia"
    MIRROR = "mirror"


class FactSource(models.Model):
    """Where a fact about a network was read. `fact` names a field, or `all`; no row means: not proven.

    Somebody read it on a day (`seen_on`), or in a stored copy of a day, month or year (`copied_on`, empty
    where the copy has no date).
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="sources")
    fact = models.CharField(max_length=40)
    source = models.CharField(max_length=400)
    source_kind = models.CharField(max_length=13, choices=SourceKind.choices, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    copied_on = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=9, choices=Basis.choices, default=Basis.PUBLISHED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "fact", "source"], name="a_source_is_named_once")
        ]

    def __str__(self) -> str:
        return f"source of {self.fact} of network {self.network_id}"


class NetworkStatement(models.Model):
    """What one public source says about a network: several may disagree, or follow in time."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="statements")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=400)
    source = models.CharField(max_length=400)
    source_kind = models.CharField(max_length=13, choices=SourceKind.choices)
    copied_on = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["fact", "pk"]

    def __str__(self) -> str:
        return f"{self.fact} of network {self.network_id}"


class Membership(models.Model):
    """An actor in a network; many to many, with dates.

    `is_origin` says that the actor came into the directory by this network, which may therefore edit it.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    is_origin = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["actor", "network"], condition=Q(until__isnull=True), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} in network {self.network_id}"


class NamedMember(models.Model):
    """A public source names an actor with a network, as a member, founder or partner: nobody entered it.

    `words` are those of the source. It counts as no membership.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="named_by")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="named_members")
    words = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    source_kind = models.CharField(max_length=13, choices=SourceKind.choices)
    copied_on = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "network", "source"], name="a_source_names_it_once")
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} named with network {self.network_id}"


class MemberProposalState(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MemberProposal(models.Model):
    """A network would like to name an actor that others entered; it is no member until they agree."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="member_proposals")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="member_proposals")
    since = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=9, choices=MemberProposalState.choices, default=MemberProposalState.OPEN
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "actor"], condition=Q(state="open"), name="a_member_is_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_member_proposal_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} proposed to network {self.network_id}"


class StoryKind(models.TextChoices):
    NEWS = "news"
    SUCCESS = "success"


class Story(Published):
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="stories")
    kind = models.CharField(max_length=8, choices=StoryKind.choices)
    slug = models.SlugField(max_length=100, unique=True)
    day = models.DateField()
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField()
    text_en = models.TextField(blank=True)
    title = InBothLanguages()
    text = InBothLanguages()
    actors = models.ManyToManyField(Actor, blank=True, related_name="stories")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title_de
