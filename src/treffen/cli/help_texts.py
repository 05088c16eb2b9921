"""The words of `--help`."""

from treffen.words import Text

ABOUT = Text(
    "treffen legt fest, wer sich wann und wo trifft, und beweist, wie gut der Plan ist.",
    "treffen decides who meets whom, when and where, and proves how good the plan is.",
)
EXITS = Text(
    "Ausgangswerte: 0 erledigt; 1 bewiesen unmöglich, oder Plan nicht anerkannt; 2 Eingabe, Schalter oder\n"
    "Zieldatei fehlerhaft, oder erledigt und die Antwort ging verloren; 3 in der Zeit nichts gefunden, oder\n"
    "noch nicht entschieden; 4 nicht alles nachgewiesen; 70 Fehler in treffen; 130 abgebrochen.",
    "Exit status: 0 done; 1 proved impossible, or plan refused; 2 input, options or target file at fault,\n"
    "or done and the answer was lost; 3 nothing found in time, or not decided yet; 4 not all of it\n"
    "proved; 70 a defect of treffen; 130 aborted.",
)
COMMAND = Text("BEFEHL", "COMMAND")
COMMANDS = Text("Befehle", "Commands")
VERSION = Text("die Version zeigen", "show the version")
LANG = Text(
    "Sprache der Ausgabe (sonst nach LC_ALL und LANG)", "language of the output (else by LC_ALL and LANG)"
)
DEBUG = Text("bei einem Fehler in treffen alles zeigen", "show everything if treffen itself fails")
SCHEDULE = Text(
    "einen Plan machen und beweisen, wie gut er ist\n\n"
    "Strg-C hält an: Der beste Plan bis dahin wird geschrieben. Ein zweites Strg-C bricht ab.",
    "make a plan and prove how good it is\n\n"
    "Ctrl-C stops: the best plan so far is written. A second Ctrl-C aborts.",
)
VERIFY = Text(
    "einen Plan prüfen: Regeln, Werte, Schranken\n\n"
    "Rechnet alles nach, ohne Löser. Ausgang 0: er stimmt; 1: er stimmt nicht; 4: eine Schranke ist offen.",
    "check a plan: rules, values, bounds\n\n"
    "Recomputes everything, without a solver. Exit 0: it is right; 1: it is not; 4: a bound is not proved.",
)
PROVE = Text(
    "nachweisen, was in einem Plan auf einer Suche beruht\n\n"
    "Schreibt für jede solche Aussage eine Widerlegung des Gegenteils, die benchmarks/checker.py prüft. "
    "Ausgang 3: mindestens eine bleibt beim Wort des Lösers.",
    "prove what rests on a search in a plan\n\n"
    "Writes for each such claim a refutation of the contrary, which benchmarks/checker.py checks. "
    "Exit 3: at least one stays on the solver's word.",
)
WARM = Text(
    "nach der Installation: jetzt übersetzen, worauf die erste große Veranstaltung sonst wartet\n\n"
    "Dauert eine halbe Minute, einmal für jede Fassung und jede Art von Prozessor. Der Ordner ist der von "
    "NUMBA_CACHE_DIR, sonst der des Programms oder ~/.cache/numba. Ausgang 2: Nirgends lässt sich schreiben.",
    "after an installation: compile now what the first large event would wait for\n\n"
    "Takes half a minute, once for each version and kind of processor. The folder is that of "
    "NUMBA_CACHE_DIR, else the program's own or ~/.cache/numba. Exit 2: none of them can be written to.",
)
PROOFS_OUT = Text("ein neuer Ordner für die Widerlegungen", "a new folder for the refutations")
PROVE_TIME = Text(
    "höchstens so viele Sekunden für alle zusammen (sonst unbegrenzt)",
    "at most so many seconds for all together (default: no limit)",
)
ADMIT = Text(
    "Anfragen zusagen: Kann alles Zugesagte mit dieser noch stattfinden?\n\n"
    "Ausgang 0: jede ist zugesagt. Ausgang 1: mindestens eine geht bewiesen nicht oder ist abgelehnt. "
    "Ausgang 3: mindestens eine ist noch nicht entschieden oder wartet auf eine Runde.",
    "say yes to requests: can all that is promised still be held beside this one?\n\n"
    "Exit 0: each is promised. Exit 1: at least one is proved not to fit, or declined. "
    "Exit 3: at least one is not decided yet, or waits for a round.",
)
WITNESS = Text(
    "der Plan (oder frühere Antworten) mit allem, was zugesagt ist",
    "the plan (or earlier answers) of all that is promised",
)
ASKED = Text("die Anfragen, der Reihe nach", "the requests, in this order")
ANSWERS_OUT = Text("wohin die Antworten geschrieben werden", "where to write the answers")
ONLY_POSSIBLE = Text(
    "nichts zusagen, nur sagen, was noch möglich ist (ohne Anfragen: von allen offenen)",
    "promise nothing, only say what is still possible (without requests: of all open ones)",
)
ROOM = Text(
    "wie viele Gespräche diese Person noch haben kann (mehrfach erlaubt)",
    "how many meetings this person can still have (may be repeated)",
)
POLICY = Text(
    "at_once: alles sofort; priced: sofort, was mehr zählt, als es verbraucht; "
    "both_ways: dazu sofort abgelehnt, was deutlich weniger zählt; "
    "rounds: alle zusammen, die wertvollsten zuerst (sonst at_once)",
    "at_once: everything at once; priced: at once what is worth more than it takes up; "
    "both_ways: also declined at once what is worth clearly less; "
    "rounds: all together, the most valuable first (default at_once)",
)
WITHDRAW = Text(
    "diese Zusage vorher aufgeben (mehrfach erlaubt)", "give this promise up first (may be repeated)"
)
ANSWERS_PAGE = Text("die Antworten auch als Seite schreiben", "write the answers as a page, too")
SHOW = Text(
    "einen Plan als Tabelle oder Listen in Worten zeigen\n\n"
    "treffen show VERANSTALTUNG plan.json, treffen show PROFILE lists.json, oder lists.json allein.",
    "show a plan as tables, or lists in words\n\n"
    "treffen show EVENT plan.json, treffen show PROFILES lists.json, or lists.json alone.",
)
SHOWN_OF = Text(
    "die Veranstaltung, oder die Profile; oder allein die Listen",
    "the event, or the profiles; or the lists alone",
)
SHOWN = Text("der Plan oder die Listen", "the plan or the lists")
SHOW_WHY = Text(
    "Listen: sagen, warum PARTNER auf der Liste von PERSON steht oder fehlt; rechnet mit deren Einstellungen",
    "lists: say why PARTNER is on the list of PERSON, or is not; works it out by the settings of the lists",
)
TEMPLATE = Text(
    "eine leere, erklärte Arbeitsmappe für eine Veranstaltung schreiben",
    "write an empty, explained workbook for an event",
)
GENERATE = Text(
    "eine erfundene Veranstaltung schreiben, oder erfundene Profile",
    "write an invented event, or invented profiles",
)
CONVERT = Text(
    "eine Veranstaltung in einem anderen Format schreiben, auch aus Exporten anderer Systeme\n\n"
    "Erkannt werden Programme von pretalx, frab (schedule.json) und Indico, Kalender (.ics)\n"
    "und Listen von Gesprächen.\n"
    "Was eine Veranstaltung nicht aufnehmen kann, wird gesagt.",
    "write an event in another format, also from exports of other systems\n\n"
    "Recognised are programmes of pretalx, frab (schedule.json) and Indico, calendars (.ics),\n"
    "and lists of meetings.\n"
    "What an event has no place for is said.",
)
FOREIGN = Text(
    "die Veranstaltung (.json, .xlsx, .dzn, Ordner mit CSV-Dateien), oder der Export eines anderen Systems",
    "the event (.json, .xlsx, .dzn, folder of CSV files), or the export of another system",
)
CONVERT_OUT = Text(
    "wohin: eine .json-, .xlsx- oder .dzn-Datei, oder ohne Endung ein Ordner mit CSV-Dateien",
    "where to: a .json, .xlsx or .dzn file, or without an ending a folder of CSV files",
)
PLAN_OUT_OF = Text(
    "diesen Plan der Veranstaltung schreiben: als schedule.json (pretalx, frab) oder als Liste (.csv)",
    "write this plan of the event: as a schedule.json (pretalx, frab) or as a list (.csv)",
)
FRAME = Text(
    "Exporte: die Veranstaltung mit Zeitfenstern und Orten, in die der Export kommt",
    "exports: the event with slots and places that the export is put into",
)
MINUTES = Text(
    "Exporte ohne --event: Länge eines Zeitfensters (sonst 20)",
    "exports without --event: length of a slot (default 20)",
)
TABLES = Text("Exporte ohne --event: Zahl der Tische", "exports without --event: number of tables")
SPEAKERS = Text(
    "pretalx: die Liste der Vortragenden mit ihren Verfügbarkeiten (.json)",
    "pretalx: the list of speakers with their availabilities (.json)",
)
PROGRESS_JSON = Text(
    "den Stand als JSON-Zeilen auf die Fehlerausgabe schreiben, für Programme",
    "write progress to standard error as lines of JSON, for programs",
)
NO_BREAK_SPREAD = Text(
    "die Grenze für den Unterschied der Pausen weglassen (in .dzn-Dateien: 2)",
    "leave out the limit on the spread of breaks (of .dzn files: 2)",
)
RECOMMEND = Text(
    "jeder Person sagen, wen sie treffen sollte, und warum\n\n"
    "Angebote und Gesuche werden in beide Richtungen verglichen, die Aufmerksamkeit gerecht verteilt.",
    "tell each person whom to meet, and why\n\n"
    "Offers and needs are compared in both directions, and attention is spread fairly.",
)
DEMO = Text(
    "eine erfundene Konferenz erzeugen, planen, prüfen und ansehen",
    "generate an invented conference, schedule it, verify it, look at it",
)
DEMO_OUT = Text("wohin geschrieben wird (sonst treffen-demo)", "where to write to (default treffen-demo)")
DEMO_TIME = Text("so viele Sekunden planen (sonst 10)", "schedule for this many seconds (default 10)")
INPUT = Text(
    "die Veranstaltung: .json, .xlsx, .dzn oder ein Ordner mit CSV-Dateien",
    "the event: .json, .xlsx, .dzn or a folder of CSV files",
)
PROFILES = Text(
    "die Profile: .json, .xlsx oder ein Ordner mit CSV-Dateien",
    "the profiles: .json, .xlsx or a folder of CSV files",
)
LISTS_OUT = Text("wohin die Listen geschrieben werden", "where to write the lists")
LIST_LENGTH = Text("Länge der Listen (sonst 10)", "length of the lists (default 10)")
BALANCE = Text(
    "Aufmerksamkeit verteilen: cap (Obergrenze), market (dazu Preise), none (sonst cap)",
    "spread attention: cap (upper limit), market (prices as well), none (default cap)",
)
WEIGHTS = Text(
    "die Einstellungen aus dieser Datei nehmen; --k und --balance gehen vor",
    "take the settings from this file; --k and --balance go first",
)
PRINT_WEIGHTS = Text(
    "alle Einstellungen mit ihren üblichen Werten zeigen, als Datei für --weights; sonst nichts tun",
    "show all settings with their usual values, as a file for --weights; do nothing else",
)
WHY = Text(
    "sagen, warum PARTNER auf der Liste von PERSON steht oder fehlt",
    "say why PARTNER is on the list of PERSON, or is not",
)
SEMANTIC = Text(
    "Texte auch nach ihrer Bedeutung vergleichen (Zusatzpaket [semantic])",
    "compare texts by their meaning as well (extra [semantic])",
)
NO_REASONS = Text(
    "ohne Gründe: in großen Pools viel schneller, und die Datei ist klein",
    "leave reasons out: much faster in large pools, and the file is small",
)
REASONS_NOT_EXPECTED = Text("der Plan nennt keine Gründe", "the plan is of a system that gives no reasons")
EVENT = Text(
    "die Veranstaltung für --requests: Zeiten, Orte, Teilnehmer:innen",
    "the event for --requests: slots, places, participants",
)
REQUESTS = Text(
    "dazu die Veranstaltung mit den Empfehlungen als Anfragen schreiben (.json), für treffen schedule",
    "also write the event with the recommendations as requests (.json), for treffen schedule",
)
PEOPLE_TEMPLATE = Text(
    "eine Arbeitsmappe für Profile statt für eine Veranstaltung",
    "a workbook for profiles instead of an event",
)
PLAN_IN = Text("der Plan", "the plan")
PLAN_OUT = Text("wohin der Plan geschrieben wird", "where to write the plan")
TIME = Text(
    "höchstens so viele Sekunden suchen (sonst bis zum Beweis)",
    "search this many seconds at most (else until proved)",
)
SEED = Text("Startzahl des Zufalls (sonst 0)", "seed of chance (default 0)")
THREADS = Text(
    "so viele Suchen nebeneinander, wo alle voll belegt sind (sonst 1, höchstens 16)",
    "so many searches side by side where everybody's time is full (default 1, at most 16)",
)
SEED_1 = Text("Startzahl des Zufalls (sonst 1)", "seed of chance (default 1)")
GOALS = Text(
    "Ziele in ihrer Reihenfolge, aus: {goals} (sonst die der Veranstaltung)",
    "goals in their order, from: {goals} (default: those of the event)",
)
HTML = Text("dazu eine Seite zum Ansehen und Drucken", "also write a page to look at and to print")
XLSX = Text("dazu eine Arbeitsmappe mit dem Plan", "also write a workbook with the plan")
QUIET = Text("weder Fortschritt noch Zusammenfassung zeigen", "show neither progress nor summary")
BY = Text(
    "Ansicht: nach Zeit, Teilnehmer:in, Ort; Nichterfülltes; Beweis (sonst time)",
    "view: by time, participant, place; what is unscheduled; the proof (default time)",
)
PARTICIPANT = Text(
    "nur den Plan (die Liste) dieser Teilnehmer:in zeigen", "show only this participant's plan (or list)"
)
DIFF = Text("sagen, was der andere Plan anders macht", "say what the other plan does differently")
TEMPLATE_OUT = Text("wohin die Arbeitsmappe geschrieben wird", "where to write the workbook")
FORCE = Text("eine vorhandene Datei überschreiben", "overwrite an existing file")
FAMILY = Text(
    "base, tight, two_sided, scarce, narrow, conference, all_must; oder profiles (nur .json) für treffen "
    "recommend",
    "base, tight, two_sided, scarce, narrow, conference, all_must; or profiles (.json only) for treffen "
    "recommend",
)
GENERATE_OUT = Text(
    "wohin: eine .json- oder .xlsx-Datei, oder ohne Endung ein Ordner mit CSV-Dateien",
    "where to: a .json or .xlsx file, or without an ending a folder of CSV files",
)
PEOPLE = Text("Zahl der Teilnehmer:innen (sonst 150)", "number of participants (default 150)")
BAD_SECONDS = Text(
    "„{value}“ ist keine Zahl von Sekunden über 0", "“{value}” is not a number of seconds above 0"
)
BAD_COUNT = Text(
    "„{value}“ ist keine ganze Zahl von 0 bis unter 2^63",
    "“{value}” is not a whole number from 0 to below 2^63",
)
BAD_THREADS = Text(
    "„{value}“ ist keine ganze Zahl von 1 bis 16", "“{value}” is not a whole number from 1 to 16"
)
BAD_SIZE = Text(
    "„{value}“ ist keine ganze Zahl von 1 bis 10.000.000",
    "“{value}” is not a whole number from 1 to 10,000,000",
)
BAD_GOALS = Text(
    "„{value}“ ist keine Liste verschiedener Ziele", "“{value}” is not a list of different goals"
)
REPAIR = Text(
    "einen Plan so wenig wie möglich ändern, nachdem etwas geschehen ist\n\n"
    "Was zugesagt ist, bleibt, solange es möglich ist. Vergangenes und Festgehaltenes ändert sich nie.",
    "change a plan as little as possible after something happened\n\n"
    "What was promised stays as long as it can. What is past or frozen never changes.",
)
DISRUPTIONS_IN = Text("was geschehen ist", "what happened")
EVENT_OUT = Text(
    "dazu die Veranstaltung, wie sie jetzt ist, zum Nachprüfen",
    "also write the event as it is now, to verify",
)
NEXT_OUT = Text(
    "dazu die Veranstaltung für die nächste Änderung: ohne das, was nur für jetzt festgehalten ist",
    "also write the event for the next change: without what is frozen only for now",
)
REPAIR_HTML = Text("dazu eine Seite, die die Änderungen zeigt", "also write a page that shows the changes")
ALTERNATIVES = Text(
    "dazu so viele andere Vorschläge (0 bis 3): wenigste Änderungen, meiste Gespräche, kürzeste Wege",
    "also write so many other repairs (0 to 3): fewest moves, most meetings, least walking",
)
BAD_ALTERNATIVES = Text("eine Zahl von 0 bis 3", "a number from 0 to 3")
NOW = Text(
    "das erste Zeitfenster, das noch nicht begonnen hat (sonst wie in der Datei)",
    "the first slot that has not begun (default: as the file says)",
)
REPAIR_TIME = Text("höchstens etwa so viele Sekunden rechnen", "work about this many seconds at most")
