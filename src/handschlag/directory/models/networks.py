"""Networks of three kinds, and the facts about them with their sources."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models.places import Located
from handschlag.directory.models.publication import Identified, Published
from handschlag.directory.models.vocabulary import Field
from handschlag.directory.rules.proportions import PublishedShares
from handschlag.programmes.models import Programme


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
