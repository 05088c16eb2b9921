"""Funding programmes, the facts about them, and funding calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.common.language import InBothLanguages, pick

IN_ENGLISH: Final[Mapping[str, str]] = {
    "ZIM-Netzwerke": "ZIM networks",
    "ZIM-Projekte": "ZIM projects",
    "Spitzencluster": "Leading-Edge Clusters",
    "Kompetenznetze": "Competence Networks",
    "Cluster-Offensive Bayern": "Bavarian Cluster Initiative",
    "Landescluster NRW": "NRW clusters",
}


def short_name_in_english(name: str) -> str:
    """The name itself where it is the same in both languages."""
    return IN_ENGLISH.get(name, name)


class Programme(models.Model):
    """A programme or seal of networks: go-cluster, ZIM co-operation networks, IGF, a Land's policy."""

    slug = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    purpose_de = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    body_de = models.CharField(max_length=200, blank=True)
    body_en = models.CharField(max_length=200, blank=True)
    website = models.URLField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    is_funding = models.BooleanField(default=True)
    is_closed = models.BooleanField(default=False)  # nobody can apply any more
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=400, blank=True)
    source_seen_on = models.DateField(null=True, blank=True)
    name = InBothLanguages()
    purpose = InBothLanguages()
    body = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "short_name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="programme_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short(self) -> str:
        """The short name in the language of the page."""
        return pick(self.short_name, self.short_name_en)

    @property
    def short_name_en(self) -> str:
        return short_name_in_english(self.short_name)


class FactKind(models.TextChoices):
    """What a fact is about, in the order of the page of a programme."""

    PURPOSE = "purpose"
    ELIGIBLE = "eligible"
    CONDITION = "condition"
    PAYS = "pays"
    AMOUNT = "amount"
    DURATION = "duration"
    PHASE = "phase"
    RESULTS = "results"
    APPLY = "apply"
    CONTACT = "contact"
    FIGURES = "figures"


class Fact(models.Model):
    """One statement about a programme, and where and when it was read.

    A fact that was taken off the page keeps its row: it can come back, and a new load does not bring it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="facts")
    key = models.SlugField(max_length=60, unique=True)  # what the rules of the finder name
    kind = models.CharField(max_length=10, choices=FactKind)
    position = models.PositiveSmallIntegerField(default=100)
    text_de = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    source_title = models.CharField(max_length=160)
    source_url = models.URLField(max_length=400)
    read_on = models.DateField()
    is_copy = models.BooleanField(default=False)  # a stored copy of the page was read, not the page
    copy_date = models.CharField(max_length=10, blank=True)  # of the copy, as far as known: 2019, 2019-04-09
    is_second_hand = models.BooleanField(default=False)  # the source tells what another one decides
    old_from = models.DateField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["programme", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FactKind.values), name="fact_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(text_de="") & ~Q(text_en="") & ~Q(key=""), name="fact_says_something_twice"
            ),
            models.CheckConstraint(
                condition=~Q(source_title="")
                & (Q(source_url__startswith="https://") | Q(source_url__startswith="http://")),
                name="fact_has_a_source",
            ),
            models.CheckConstraint(
                condition=Q(old_from__gt=F("read_on")), name="fact_grows_old_after_reading"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="fact_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["old_from", "id"], name="facts_by_age")]

    def __str__(self) -> str:
        return self.key


class CallLanguage(models.TextChoices):
    """In which language an application is written."""

    DE = "de"
    EN = "en"
    BOTH = "both"


class CallFeed(models.Model):
    """An Atom feed of others whose entries become drafts of funding calls; an editor completes them."""

    title = models.CharField(max_length=160)
    url = models.URLField(max_length=400, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    fetched_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=30, blank=True)  # why the last reading brought nothing
    set_aside = models.JSONField(default=list)  # titles of entries that it could not use, each with why
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class FundingCall(models.Model):
    """A call for applications for money, with the moment until which they are taken.

    Whether it is open is never stored: the clock alone says it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    programme_name_de = models.CharField(max_length=160, blank=True)  # of a programme that has no page here
    programme_name_en = models.CharField(max_length=160, blank=True)
    funder_de = models.CharField(max_length=200, blank=True)
    funder_en = models.CharField(max_length=200, blank=True)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField(max_length=4000, blank=True)
    text_en = models.TextField(max_length=4000, blank=True)
    applicants_de = models.CharField(max_length=400, blank=True)
    applicants_en = models.CharField(max_length=400, blank=True)
    conditions = models.JSONField(default=dict, blank=True)  # question of the finder -> answers that fit
    fields = models.JSONField(default=list, blank=True)  # slugs of fields of technology; none means any
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # for whoever applies anew
    second_closes_at = models.DateTimeField(null=True, blank=True)  # full proposals of those who were invited
    amount_de = models.CharField(max_length=300, blank=True)
    amount_en = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=4, choices=CallLanguage, blank=True)
    source_title = models.CharField(max_length=160, blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    read_on = models.DateField(null=True, blank=True)
    feed = models.ForeignKey(CallFeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls")
    feed_entry_id = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    programme_name = InBothLanguages()
    funder = InBothLanguages()
    title = InBothLanguages()
    text = InBothLanguages()
    applicants = InBothLanguages()
    amount = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["closes_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="funding_call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(second_closes_at__isnull=True) | Q(second_closes_at__gt=F("closes_at")),
                name="funding_call_second_stage_is_later",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(closes_at__isnull=False, read_on__isnull=False) & ~Q(source_url="") & ~Q(title_en=""),
                name="funding_call_is_complete_when_published",
            ),
            models.UniqueConstraint(
                fields=["feed", "feed_entry_id"],
                condition=Q(feed__isnull=False),
                name="one_funding_call_per_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


KINDS: Final[Mapping[FactKind, str | Promise]] = {
    FactKind.PURPOSE: gettext_lazy("Aim of the programme"),
    FactKind.ELIGIBLE: gettext_lazy("Eligible applicants"),
    FactKind.CONDITION: gettext_lazy("Conditions"),
    FactKind.PAYS: gettext_lazy("Eligible costs"),
    FactKind.AMOUNT: gettext_lazy("Rates and amounts"),
    FactKind.DURATION: gettext_lazy("Duration"),
    FactKind.PHASE: gettext_lazy("Phases"),
    FactKind.RESULTS: gettext_lazy("Ownership of results"),
    FactKind.APPLY: gettext_lazy("How to apply"),
    FactKind.CONTACT: gettext_lazy("Contact for questions"),
    FactKind.FIGURES: gettext_lazy("In figures"),
}
CALL_LANGUAGES: Final[Mapping[CallLanguage, str | Promise]] = {
    CallLanguage.DE: gettext_lazy("German"),
    CallLanguage.EN: gettext_lazy("English"),
    CallLanguage.BOTH: gettext_lazy("German or English"),
}


def all_programmes() -> list[Programme]:
    """Every programme: those that fund first, each group in its own order."""
    return list(Programme.objects.order_by("-is_funding", "position", "short_name"))


def programme_at(slug: str) -> Programme | None:
    """The programme with this address, or none."""
    return Programme.objects.filter(slug=slug).first()


def programmes_at(slugs: Iterable[str]) -> dict[str, Programme]:
    """The programmes by their addresses; an unknown address is left out."""
    return {one.slug: one for one in Programme.objects.filter(slug__in=list(slugs))}


def shown_facts() -> QuerySet[Fact]:
    """What pages may say: everything that nobody has taken off."""
    return Fact.objects.filter(removed_at=None).order_by("position", "pk")


def facts_about(programme_ids: Iterable[int]) -> list[Fact]:
    """The facts about these programmes that the public may read."""
    return list(shown_facts().filter(programme__in=list(programme_ids)))
