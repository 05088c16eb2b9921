"""The words for every fault of a file, side by side."""

from __future__ import annotations

from treffen.problem import ReadingFaultKind as Kind
from treffen.words.language import Text

# {field}: the key or column; {value}: what stands there; {raw}: the same without quotation
# marks; {expected}: what would be right.
READING_FAULTS: dict[Kind, Text] = {
    Kind.MISSING_FILE: Text(
        "Die Datei gibt es nicht. Prüfen Sie Namen und Ordner.",
        "There is no such file. Check its name and folder.",
    ),
    Kind.NOT_READABLE: Text(
        "Die Datei lässt sich nicht lesen: {raw}. Prüfen Sie die Zugriffsrechte.",
        "The file cannot be read: {raw}. Check its permissions.",
    ),
    Kind.UNKNOWN_FORMAT: Text(
        "Dateien mit der Endung {value} werden nicht gelesen. Lesbar sind: {expected}.",
        "Files ending in {value} are not read. These are: {expected}.",
    ),
    Kind.EMPTY_FILE: Text(
        "Die Datei ist leer. Füllen Sie sie, oder wählen Sie eine andere.",
        "The file is empty. Fill it in, or choose another.",
    ),
    Kind.TOO_LARGE: Text(
        "Die Datei ist mit {raw} zu groß. Gelesen werden höchstens {expected}.",
        "At {raw} the file is too large. The most that is read is {expected}.",
    ),
    Kind.WRONG_ENCODING: Text(
        "Die Datei ist kein lesbarer Text. Speichern Sie sie als UTF-8.",
        "The file is not readable text. Save it as UTF-8.",
    ),
    Kind.NOT_A_WORKBOOK: Text(
        "Die Datei ist keine Arbeitsmappe, oder sie ist beschädigt. Speichern Sie sie neu als .xlsx.",
        "The file is not a workbook, or it is damaged. Save it again as .xlsx.",
    ),
    Kind.ENCRYPTED: Text(
        "Die Arbeitsmappe hat ein Kennwort oder ein altes Format. Speichern Sie sie ohne Kennwort als .xlsx.",
        "The workbook has a password or an old format. Save it as .xlsx without a password.",
    ),
    Kind.SYNTAX: Text(
        "Hier steht {value}; erwartet wird {expected}. Berichtigen Sie die Schreibweise.",
        "This says {value}; expected is {expected}. Correct the notation.",
    ),
    Kind.TOO_DEEP: Text(
        "Die Datei ist zu tief verschachtelt. Halten Sie sich an das beschriebene Format.",
        "The file is nested too deeply. Keep to the format described.",
    ),
    Kind.WRONG_FORMAT_NAME: Text(
        "Die Datei nennt das Format {value}. Gelesen wird {expected}.",
        "The file names the format {value}. What is read is {expected}.",
    ),
    Kind.CUT_OFF_LIST: Text(
        "Weitere Fehler, die hier nicht stehen: {raw}. Beheben Sie zuerst die genannten.",
        "Further faults that are not listed here: {raw}. Mend those listed first.",
    ),
    Kind.MISSING_KEY: Text(
        "Die Angabe {field} fehlt. Ergänzen Sie sie.",
        "The entry {field} is missing. Add it.",
    ),
    Kind.UNKNOWN_KEY: Text(
        "Die Angabe {value} ist unbekannt. Berichtigen oder streichen Sie sie.",
        "The entry {value} is not known. Correct or remove it.",
    ),
    Kind.DUPLICATE_KEY: Text(
        "Die Angabe {value} steht zweimal da. Streichen Sie eine.",
        "The entry {value} is given twice. Remove one.",
    ),
    Kind.MISSING_SHEET: Text(
        "Das Blatt {value} fehlt. Ergänzen Sie es; eine Vorlage schreibt „treffen template“.",
        "The sheet {value} is missing. Add it; “treffen template” writes one to start from.",
    ),
    Kind.NOTHING_FILLED_IN: Text(
        "Das Blatt {value} ist noch nicht ausgefüllt. Nötig sind die Spalten: {expected}.",
        "The sheet {value} is not filled in yet. The columns needed are: {expected}.",
    ),
    Kind.NO_HEADER: Text(
        "Die Zeile mit den Spaltennamen fehlt. Erwartet werden: {expected}.",
        "The row with the names of the columns is missing. Expected are: {expected}.",
    ),
    Kind.MISSING_COLUMN: Text(
        "Die Spalte {field} fehlt. Ergänzen Sie sie.",
        "The column {field} is missing. Add it.",
    ),
    Kind.DUPLICATE_COLUMN: Text(
        "Die Spalte {value} gibt es zweimal. Streichen Sie eine, oder benennen Sie sie um.",
        "The column {value} is there twice. Remove one, or rename it.",
    ),
    Kind.NO_TABLES: Text(
        "Es fehlen Orte für die Gespräche. Nennen Sie die Orte oder die Zahl der Tische.",
        "There are no places for the meetings. List the places, or give the number of tables.",
    ),
    Kind.MISSING_VALUE: Text(
        "Hier fehlt die Angabe {field}. Tragen Sie sie ein.",
        "The entry {field} is missing here. Fill it in.",
    ),
    Kind.WRONG_TYPE: Text(
        "Bei {field} steht {value}. Dort gehört hin: {expected}.",
        "At {field} there is {value}. It takes {expected}.",
    ),
    Kind.BAD_CHARACTERS: Text(
        "Der Text bei {field} enthält Zeichen, die es nicht gibt. Schreiben Sie ihn neu.",
        "The text at {field} contains characters that do not exist. Write it again.",
    ),
    Kind.NOT_A_NUMBER: Text(
        "{value} bei {field} ist keine Zahl. Schreiben Sie nur Ziffern.",
        "{value} at {field} is not a number. Write digits only.",
    ),
    Kind.NOT_WHOLE: Text(
        "{value} bei {field} ist keine ganze Zahl. Runden Sie sie.",
        "{value} at {field} is not a whole number. Round it.",
    ),
    Kind.TOO_BIG: Text(
        "Die Zahl {value} bei {field} ist zu groß oder zu klein. Erlaubt ist: {expected}.",
        "The number {value} at {field} is too large or too small. Allowed is: {expected}.",
    ),
    Kind.NOT_A_CHOICE: Text(
        "{value} bei {field} steht nicht zur Wahl. Möglich ist: {expected}.",
        "{value} at {field} is not a choice. These are: {expected}.",
    ),
    Kind.NOT_A_TIME: Text(
        "{value} bei {field} ist keine Zeit. Schreiben Sie zum Beispiel 13.04.2027 10:00 oder 10:00.",
        "{value} at {field} is not a time. Write for example 2027-04-13 10:00 or 10:00.",
    ),
    Kind.TIME_SKIPPED: Text(
        "Die Uhrzeit {value} gibt es an diesem Tag nicht: Die Uhren werden vorgestellt. "
        "Wählen Sie eine andere.",
        "The time {value} does not exist on that day: the clocks go forward. Choose another.",
    ),
    Kind.TIME_TWICE: Text(
        "Die Uhrzeit {value} gibt es an diesem Tag zweimal: Die Uhren werden zurückgestellt. "
        "Wählen Sie eine andere.",
        "The time {value} occurs twice on that day: the clocks go back. Choose another.",
    ),
    Kind.UNKNOWN_TIME_ZONE: Text(
        "Die Zeitzone {value} ist unbekannt. Schreiben Sie zum Beispiel Europe/Berlin.",
        "The time zone {value} is not known. Write for example Europe/Berlin.",
    ),
    Kind.AMBIGUOUS: Text(
        "{value} bei {field} ist nicht eindeutig. Gemeint sein kann: {expected}. Schreiben Sie die Kennung.",
        "{value} at {field} is ambiguous. It may mean: {expected}. Write the id.",
    ),
    Kind.CELL_ERROR: Text(
        "In der Zelle steht der Fehler {value}. Berichtigen Sie die Formel.",
        "The cell holds the error {value}. Correct its formula.",
    ),
    Kind.EXAMPLE_CHANGED: Text(
        "Diese Zeile ist als Beispiel markiert, enthält aber etwas anderes. "
        "Entfernen Sie die Markierung, wenn sie gelten soll.",
        "This row is marked as an example, but holds something else. Remove the mark if it is to count.",
    ),
    Kind.WRONG_SHAPE: Text(
        "Die Größe von {field} ist {raw}; nötig ist {expected}. Berichtigen Sie die Daten.",
        "The size of {field} is {raw}; needed is {expected}. Correct the data.",
    ),
    Kind.OUT_OF_RANGE: Text(
        "{value} bei {field} liegt außerhalb von {expected}. Berichtigen Sie die Zahl.",
        "{value} at {field} is outside {expected}. Correct the number.",
    ),
    Kind.CONTRADICTION: Text(
        "Bei {field} steht {value}; sonst folgt {expected}. Berichtigen Sie eines von beiden.",
        "At {field} there is {value}; from the other entries follows {expected}. Correct one of the two.",
    ),
    Kind.IGNORED_SHEET: Text(
        "Das Blatt {value} wird nicht gelesen.",
        "The sheet {value} is not read.",
    ),
    Kind.IGNORED_COLUMN: Text(
        "Die Spalte {value} wird nicht gelesen.",
        "The column {value} is not read.",
    ),
    Kind.IGNORED_KEY: Text(
        "Die Angabe {value} wird nicht gelesen.",
        "The entry {value} is not read.",
    ),
    Kind.NO_DATE: Text(
        "Das Datum fehlt. Die Zeiten gelten nur nach der Uhr.",
        "There is no date. Times are known by the clock only.",
    ),
    Kind.NO_SLOT_IN_RANGE: Text(
        "Die Angabe {value} trifft kein Zeitfenster. Prüfen Sie, ob das so gemeint ist.",
        "The entry {value} covers no slot. Check whether this is meant.",
    ),
    Kind.NOT_EXPRESSIBLE: Text(
        "Das Format kann nicht ausdrücken: {raw}. Wählen Sie ein anderes.",
        "The format cannot express: {raw}. Choose another.",
    ),
    Kind.NOT_CARRIED_OVER: Text(
        "Dort ist kein Platz dafür, nicht übernommen: {raw}.",
        "There is no place for these, not carried over: {raw}.",
    ),
    Kind.LEFT_OUT: Text(
        "Weggelassen ({expected}): {raw}.",
        "Left out ({expected}): {raw}.",
    ),
    Kind.MATCHED: Text(
        "Für dieselben Personen gehalten: {raw}.",
        "Taken for the same people: {raw}.",
    ),
    Kind.GOAL_ADDED: Text(
        "Gespräche sind zugesagt; als Ziel kommt hinzu: {raw}.",
        "Meetings have been promised; this goal is added: {raw}.",
    ),
    Kind.ID_IS_DATE: Text(
        "Aus einer Kennung wurde das Datum {value}. Geben Sie der Spalte das Format Text.",
        "An id has become the date {value}. Give the column the format Text.",
    ),
}
# The same kinds, said otherwise where the value is empty, or a file of a folder.
NO_ENDING = Text(
    "Dateien ohne Endung werden nicht gelesen. Lesbar sind: {expected} und Ordner mit CSV-Dateien.",
    "Files without an ending are not read. These are: {expected} and folders of CSV files.",
)
MISSING_CSV = Text(
    "Die Datei {value} fehlt im Ordner. Ergänzen Sie sie.",
    "The file {value} is missing from the folder. Add it.",
)
NO_FORMAT = Text(
    "Die Datei nennt ihr Format nicht. Gelesen wird {expected}.",
    "The file does not name its format. What is read is {expected}.",
)
NOTHING_THERE = Text(
    "Hier endet die Zeile; erwartet wird {expected}. Berichtigen Sie die Schreibweise.",
    "The line ends here; expected is {expected}. Correct the notation.",
)
WRONG_WHOLE = Text(
    "Hier steht {value}. Dort gehört hin: {expected}.",
    "Here is {value}. It takes {expected}.",
)
TYPES: dict[str, Text] = {
    "text": Text("ein Text", "a text"),
    "list": Text("eine Liste", "a list"),
    "object": Text("ein Objekt", "an object"),
    "whole number": Text("eine ganze Zahl", "a whole number"),
    "number": Text("eine Zahl", "a number"),
    "yes or no": Text("ja oder nein", "yes or no"),
    "time": Text("eine Zeit", "a time"),
    "value": Text("ein Wert", "a value"),
    "name": Text("ein Name", "a name"),
    "int": Text("eine ganze Zahl", "a whole number"),
    "key in quotation marks": Text("ein Schlüssel in Anführungszeichen", "a key in quotation marks"),
    "colon": Text("ein Doppelpunkt", "a colon"),
    "comma or bracket": Text("ein Komma oder eine schließende Klammer", "a comma or a closing bracket"),
    "closing quotation mark": Text("ein schließendes Anführungszeichen", "a closing quotation mark"),
    "separator": Text("ein Trennzeichen nach dem Anführungszeichen", "a separator after the quotation mark"),
    "shorter cell": Text("eine kürzere Zelle", "a shorter cell"),
    "end of the file": Text("das Ende der Datei", "the end of the file"),
    "no comma": Text("hier kein Komma", "no comma here"),
    "outside the slots": Text("außerhalb der Zeitfenster", "outside the slots"),
    "no time": Text("ohne Zeit", "without a time"),
    "more pages": Text("weitere Seiten der Liste fehlen", "more pages of the list are missing"),
    "speaks nowhere": Text("spricht in keiner Sitzung", "speaks in no session"),
    "no property": Text("Zeilen, die keine Eigenschaft sind", "lines that are no property"),
    "called off": Text("abgesagt oder abgelehnt", "called off or declined"),
    "no such slot": Text("eine Zeit, die kein Zeitfenster ist", "a time that is no slot"),
    "not told": Text("eine Zeit ohne bekannten Ort", "a time without a place that is known"),
    "no such place": Text("ein Ort, den die Veranstaltung nicht hat", "a place that the event does not have"),
    "plain text": Text("ein Text ohne solche Zeichen", "text without such characters"),
}
