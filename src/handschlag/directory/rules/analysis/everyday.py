"""Words of two languages that belong together, beside the vocabulary of technologies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handschlag.directory.rules.analysis.vocabulary import Term

# German names of a thing = its English names. General words only: technologies belong into the vocabulary.
PAIRS = """
    Akteur = actor, player
    Analyse, Analytik = analysis, analytics
    Anlage, Anlagen = plant, facility
    Anlagenbau = plant engineering, plant construction
    Antrieb = drive, propulsion
    Anwendung = application
    Arzt, Ärzte = physician, doctor
    Automatisierung, Automation = automation
    Batterie, Akku, Akkumulator = battery
    Bauteil, Komponente = component
    Behandlung = treatment
    Beratung = consulting, consultancy, advice
    Berlin-Brandenburg = Berlin Brandenburg
    Beschichtung = coating
    Bildung = education
    Brennstoffzelle = fuel cell
    Chip, Halbleiter = semiconductor, chip
    Dienstleistung = service
    Druck, Drucken = printing, print
    Elektronik = electronics
    Energie = energy
    Entwicklung = development
    Erkennung = detection, recognition
    Ernährung = nutrition, food
    Europa, europäisch = Europe, European
    Fabrik = factory
    Fahrzeug, Fahrzeuge = vehicle
    Faser = fibre
    Fertigung, Herstellung = manufacturing, manufacture
    Flugzeug = aircraft, airplane, plane
    Förderung = funding
    Forschung = research
    Forschungsvereinigung = research association
    Gas = gas
    Gebäude = building
    Gerät = device, instrument
    Gesundheit = health
    Gewebe = fabric, tissue
    Hafen = port, harbour
    Handwerk = craft, crafts
    Hochschule = university, higher education institution
    Holz = wood, timber
    Industrie = industry, industrial
    Innovation = innovation
    Institut = institute
    Kälte, Kühlung = cooling, refrigeration
    Keramik = ceramics
    Klima = climate
    Kooperation, Zusammenarbeit = co-operation, cooperation, collaboration
    Krankenhaus, Klinik = hospital, clinic
    Kunststoff = plastic, plastics, polymer
    Labor = laboratory, lab
    Laser = laser
    Lebensmittel = food
    Lehrstuhl, Professur = chair, professorship
    Leichtbau = lightweight construction, lightweight design
    Licht = light
    Logistik = logistics
    Luft = air
    Luftfahrt = aviation, aeronautics
    Maschine = machine
    Maschinenbau = mechanical engineering, machinery
    Material, Werkstoff = material
    Medizin, medizinisch = medicine, medical
    Messtechnik, Messung = metrology, measurement
    Metall = metal
    Mitglied = member
    Mittelstand, KMU = small and medium-sized enterprises, SME
    Nachhaltigkeit, nachhaltig = sustainability, sustainable
    Netz = grid
    Netzwerk = network
    Oberfläche = surface
    Optik, optisch = optics, optical
    Patient = patient
    Pflanze = plant
    Pflege = care, nursing
    Produktion = production
    Prozess, Verfahren = process
    Prüfung = testing
    Pumpe = pump
    Quanten = quantum
    Recycling = recycling
    Reinigung = cleaning
    Roboter, Robotik = robot, robotics
    Schiff = ship, vessel
    Schiene, Bahn = rail, railway
    Schweißen = welding
    Sensor, Sensorik = sensor, sensing
    Sicherheit = security, safety
    Simulation = simulation
    Software = software
    Solar = solar
    Speicher, Speicherung = storage
    Stadt = city, urban
    Stahl = steel
    Steuerung, Regelung = control
    Strom = electricity, power
    System = system
    Tank = tank
    Technik, Technologie = technology, engineering
    Textil = textile, textiles
    Transport = transport, transportation
    Überwachung = monitoring
    Umwelt = environment, environmental
    Universität = university
    Unternehmen, Firma = company, enterprise, business
    Verband = association
    Verkehr, Mobilität = mobility, traffic
    Verpackung = packaging
    Wärme = heat
    Wasser = water
    Wasserstoff = hydrogen
    Weiterbildung = training, further education
    Werkzeug = tool
    Wind = wind
    Wirtschaft = economy, economic
    Zelle = cell
    Zentrum = centre
    Bayern = Bavaria
    Hessen = Hesse
    Niedersachsen = Lower Saxony
    Nordrhein-Westfalen, NRW = North Rhine-Westphalia
    Rheinland-Pfalz = Rhineland-Palatinate
    Sachsen = Saxony
    Sachsen-Anhalt = Saxony-Anhalt
    Thüringen = Thuringia
    Mecklenburg-Vorpommern = Mecklenburg-Western Pomerania
    Deutschland, deutsch = Germany, German
    München = Munich
    Köln = Cologne
    Nürnberg = Nuremberg
    Braunschweig = Brunswick
    Hannover = Hanover
"""
AND = re.compile(r", | und | and | & ")


def everyday_terms() -> Iterator[Term]:
    for number, line in enumerate(PAIRS.strip().splitlines()):
        german, english = (tuple(name.strip() for name in side.split(",")) for side in line.split("="))
        yield Term(code=f"w{number}", labels=(*german, *english))


def conjuncts(terms: Iterable[Term]) -> Iterator[Term]:
    """Where a label joins several things in both languages, each of them.

    >>> [part.labels for part in conjuncts([Term(code="A", labels=("Licht und Luft", "Light and air"))])]
    [('Licht', 'Light'), ('Luft', 'air')]
    """
    for term in terms:
        german, english = AND.split(term.label_de), AND.split(term.label_en)
        are_whole = not any(part.endswith("-") or part.startswith("-") for part in (*german, *english))
        if len(german) == len(english) > 1 and are_whole:
            for number, pair in enumerate(zip(german, english, strict=True)):
                yield Term(code=f"{term.code}.{number}", labels=pair)
