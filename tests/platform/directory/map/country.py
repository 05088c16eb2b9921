"""A small country for maps: sixteen Länder with people in them, and places with coordinates."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from handschlag.directory.models import District, Land

PLACES = {
    "Dresden": ("SN", 51.05, 13.74),
    "Chemnitz": ("SN", 50.83, 12.92),
    "Görlitz": ("SN", 51.15, 14.99),
    "Berlin": ("BE", 52.52, 13.41),
    "Frankfurt am Main": ("HE", 50.12, 8.68),
    "Offenbach": ("HE", 50.10, 8.77),
}
ALL_LAENDER = {
    "BW": ("DE1", "Baden-Württemberg", "Baden-Württemberg"),
    "BY": ("DE2", "Bayern", "Bavaria"),
    "BB": ("DE4", "Brandenburg", "Brandenburg"),
    "HB": ("DE5", "Bremen", "Bremen"),
    "HH": ("DE6", "Hamburg", "Hamburg"),
    "MV": ("DE8", "Mecklenburg-Vorpommern", "Mecklenburg-Western Pomerania"),
    "NI": ("DE9", "Niedersachsen", "Lower Saxony"),
    "NW": ("DEA", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
    "RP": ("DEB", "Rheinland-Pfalz", "Rhineland-Palatinate"),
    "SL": ("DEC", "Saarland", "Saarland"),
    "ST": ("DEE", "Sachsen-Anhalt", "Saxony-Anhalt"),
    "SH": ("DEF", "Schleswig-Holstein", "Schleswig-Holstein"),
    "TH": ("DEG", "Thüringen", "Thuringia"),
    "BE": ("DE3", "Berlin", "Berlin"),
    "SN": ("DED", "Sachsen", "Saxony"),
    "HE": ("DE7", "Hessen", "Hesse"),
}


def all_lands() -> None:
    for code, (nuts1, name_de, name_en) in ALL_LAENDER.items():
        names = {"nuts1": nuts1, "name_de": name_de, "name_en": name_en, "slug": slugify(name_de)}
        land, _ = Land.objects.get_or_create(code=code, defaults=names)
        District.objects.get_or_create(
            nuts3=f"{nuts1}01",
            defaults={
                "ags": f"{nuts1[-1]}{len(code)}{code}",
                "name": name_de,
                "kind": "Kreis",
                "land": land,
                "population": 2_000_000,
            },
        )


def seat(place: str) -> dict[str, Any]:
    land, latitude, longitude = PLACES[place]
    return {
        "place": place,
        "land": Land.objects.get(code=land),
        "latitude": latitude,
        "longitude": longitude,
    }
