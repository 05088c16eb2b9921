"""What the command says besides answers."""

from treffen.words import Count, Text

DEFECT = Text(
    "Das hätte nicht geschehen dürfen, wir bitten um Entschuldigung: ein Fehler in treffen "
    "({what}, Kennzeichen {reference}). Melden Sie ihn bitte in der Fehlerliste des Projekts, "
    "mit dem Aufruf; --debug zeigt alles.",
    "This should not have happened, we apologise: a defect of treffen ({what}, reference {reference}). "
    "Please report it in the project's list of issues, with the command; --debug shows everything.",
)
FAULTY = Text("{path} hat {n} Fehler:", "{path} has {n} faults:")
NOTICE = Text("Hinweis: {notice}", "Note: {notice}")
NO_CLAIM = Text(
    "Diese Datei behauptet nichts: Es fand sich kein Plan.",
    "This file claims nothing: no plan was found.",
)
RULES_BROKEN = Count(
    Text("{n} Regel ist verletzt:", "{n} rule is broken:"),
    Text("{n} Regeln sind verletzt:", "{n} rules are broken:"),
)
UNTRUE = Text("Nicht wahr ist: {what}: {why}", "Not true: {what}: {why}")
UNEXPLAINED = Text(
    "Nicht im Plan, und ohne Grund dafür: {what}.", "Not in the plan, and without a reason for it: {what}."
)
UNKNOWN_ID = Text("{flag}: {what} gibt es nicht.", "{flag}: there is no {what}.")
NOT_PROMISED = Text("{flag}: {what} ist nicht zugesagt.", "{flag}: {what} is not promised.")
WITNESS_BROKEN = Text("{path} bricht Regeln und bezeugt nichts:", "{path} breaks rules and is no witness:")
NOTHING_ASKED = Text(
    "Nennen Sie Anfragen, oder --possible, --room oder --withdraw.",
    "Name requests, or --possible, --room or --withdraw.",
)
ROOM_LEFT = Text("{who}: noch höchstens {n}.", "{who}: at most {n} more.")
WAITING = Text("Wartet auf die nächste Runde: {what}.", "Waits for the next round: {what}.")
DECLINED = Text(
    "Abgelehnt, weil andere Anfragen diese Zeit dringender brauchen: {what}.",
    "Declined, because other requests need that time more: {what}.",
)
WITHDRAWN = Text("Aufgegeben: {what}.", "Given up: {what}.")
CHANCE = Text("{what}: {chance}", "{what}: {chance}")
NOT_EMPTY = Text(
    "{flag} {path}: Dieser Ordner ist nicht leer. Nennen Sie einen neuen.",
    "{flag} {path}: this folder is not empty. Name a new one.",
)
IS_FILE = Text(
    "{flag} {path}: Das ist eine Datei, kein Ordner.", "{flag} {path}: this is a file, not a folder."
)
NO_FOLDER = Text(
    "{flag} {path}: Den Ordner {folder} gibt es nicht. Legen Sie ihn an.",
    "{flag} {path}: there is no folder {folder}. Create it.",
)
NOT_WRITABLE = Text(
    "{flag} {path}: Dorthin lässt sich nicht schreiben ({why}).",
    "{flag} {path}: cannot write there ({why}).",
)
IS_FOLDER = Text(
    "{flag} {path}: Das ist ein Ordner, keine Datei.", "{flag} {path}: this is a folder, not a file."
)
IS_INPUT = Text(
    "{flag} {path}: Das ist die Eingabe; sie wird nicht überschrieben.",
    "{flag} {path}: this is the input; it is not overwritten.",
)
SAME_OUTPUT = Text(
    "{flag} {path}: Dorthin schreibt schon {other}.", "{flag} {path}: {other} already writes there."
)
WRONG_ENDING = Text(
    "{flag} {path}: Die Endung muss {expected} sein.", "{flag} {path}: the ending must be {expected}."
)
EXISTS = Text(
    "{path} gibt es schon. Mit --force wird die Datei überschrieben.",
    "{path} exists already. With --force the file is overwritten.",
)
STOPPING = Text(
    "Halt: Der beste Plan bis jetzt wird geschrieben. Noch einmal, und es wird abgebrochen.",
    "Stopping: the best plan so far will be written. Once more, and it is aborted.",
)
ABORTED = Text("Abgebrochen.", "Aborted.")
LOST = Text(
    "Der Plan ließ sich nicht schreiben ({why}). Er liegt jetzt hier: {path}",
    "The plan could not be written ({why}). It is here now: {path}",
)
ANSWER_LOST = Text(
    "Die Antwort konnte nicht ganz ausgegeben werden ({why}).",
    "The answer could not be written in full ({why}).",
)
SECONDS = Text("Dauer: {seconds} s.", "Time: {seconds} s.")
WRITTEN = Text("Geschrieben: {files}", "Written: {files}")
CHECK = Text("Nachprüfen: {command}", "To check: {command}")
GOAL = Text("Ziel", "Goal")
VALUE = Text("Wert", "Value")
BOUND = Text("Schranke", "Bound")
STATUS = Text("Stand", "Status")
PROOF = Text("Beweis", "Proof")
CLAIMED = Text("Angegeben", "Claimed")
RECOMPUTED = Text("Nachgerechnet", "Recomputed")
VERDICT = Text("Urteil", "Verdict")
TIME = Text("Zeit", "Time")
BLOCK = Text("Block", "Block")
MEETING = Text("Gespräch", "Meeting")
REQUEST = Text("Anfrage", "Request")
PLACE = Text("Ort", "Place")
WHO = Text("Wer", "Who")
WITH = Text("Mit", "With")
WHY = Text("Warum nicht", "Why not")
REMEDY = Text("Was hilft", "What helps")
INTERPRETED = Text("{people}; dolmetscht von {interpreter}", "{people}; interpreted by {interpreter}")
NOTHING_OPEN = Text("Alle Anfragen sind erfüllt.", "Every request is met.")
NO_MEETINGS = Text("Der Plan enthält keine Gespräche.", "The plan holds no meetings.")
NO_SUCH_PERSON = Text("Teilnehmer:in „{id}“ gibt es nicht.", "There is no participant “{id}”.")
MEANT = Text("Meinen Sie: {ids}?", "Do you mean: {ids}?")
PLAN_OF = Text("Dieser Plan gehört zu einer anderen Veranstaltung.", "This plan belongs to another event.")
NOTHING_TO_REPAIR = Text(
    "Diese Datei enthält keinen Plan, den man ändern könnte.",
    "This file holds no plan that could be changed.",
)
AND_MORE = Text("... und {n} weitere", "... and {n} more")
FREE = Text("(frei)", "(free)")
SEED_LINE = Text("Startzahl {seed}, {seconds} s", "Seed {seed}, {seconds} s")
VERSIONS = Text("Versionen: {versions}", "Versions: {versions}")
HASH = Text("Veranstaltung: {hash}", "Event: {hash}")
NO_PROMISES = Text(
    "Tabellen kennen keine zugesagten Gespräche, und diese Veranstaltung hat {n}: als .json schreiben",
    "Sheets know no promised meetings, and this event has {n}: write it as .json",
)
IS_EXPORT = Text(
    "{path} sieht nach dem Export eines anderen Systems aus. Machen Sie eine Veranstaltung daraus: "
    "{command} ...",
    "{path} looks like the export of another system. Make an event of it: {command} ...",
)
NO_EXPORT = Text(
    "{flag} ist nur für Exporte anderer Systeme; {path} ist keiner, der erkannt wird.",
    "{flag} is for exports of other systems only; {path} is none that is recognised.",
)
USELESS_FLAG = Text(
    "{flag} bewirkt hier nichts: Lassen Sie es weg.",
    "{flag} does nothing here: leave it out.",
)
PLAN_NOT_ACCEPTED = Text(
    "{path}: Die Prüfung nimmt diesen Plan nicht an; was daran falsch ist, sagt „treffen verify“.",
    "{path}: the verifier does not accept this plan; “treffen verify” says what is wrong with it.",
)
NO_TIMES = Text(
    "{path}: Nicht alle Zeitfenster haben Beginn und Ende; ohne sie gibt es kein Programm.",
    "{path}: not all slots have a start and an end; without them there is no schedule.",
)
NO_REQUESTS = Text(
    "Noch fragt niemand etwas an: Tragen Sie Anfragen ein, oder holen Sie sie von „treffen recommend“.",
    "Nobody asks for anything yet: add requests, or take them from “treffen recommend”.",
)
GENERATED = Text(
    "{path}: {people}, {requests}, {slots}, {places}",
    "{path}: {people}, {requests}, {slots}, {places}",
)
PROFILES_GENERATED = Text(
    "{path}: {n} Profile. Weiter mit: {command}", "{path}: {n} profiles. Go on with: {command}"
)
TEMPLATE_WRITTEN = Text(
    "{path} ist bereit. Füllen Sie die Blätter aus, dann: {command}",
    "{path} is ready. Fill in its sheets, then: {command}",
)
BAD_FAMILY_SIZE = Text(
    "{family} mit {n} Teilnehmer:innen geht nicht: {why}", "{family} cannot have {n} participants: {why}"
)
WARMING = Text("Das dauert eine halbe Minute …", "This takes half a minute …")
WARMED = Text(
    "Übersetzt ist, was große Veranstaltungen brauchen: {folder}",
    "Compiled is what large events need: {folder}",
)
NOWHERE_TO_KEEP = Text(
    "Übersetztes lässt sich hier nirgends aufbewahren. Nennen Sie in NUMBA_CACHE_DIR einen Ordner, in den "
    "geschrieben werden darf.",
    "There is nowhere to keep what is compiled. Name a folder that may be written to in NUMBA_CACHE_DIR.",
)
DEMO_DONE = Text(
    "\nDie Veranstaltung als Arbeitsmappe: {event}\nDer Plan zum Ansehen: {page}",
    "\nThe event as a workbook: {event}\nThe timetable, to look at: {page}",
)
NO_SUCH_PROFILE = Text("Ein Profil „{id}“ gibt es nicht.", "There is no profile “{id}”.")
REQUESTS_NEED_EVENT = Text(
    "--requests braucht --event: Nennen Sie die Veranstaltung, in die die Anfragen sollen.",
    "--requests needs --event: name the event that the requests are for.",
)
EVENT_NEEDS_REQUESTS = Text(
    "--event braucht --requests: Nennen Sie, wohin die Veranstaltung mit den Anfragen soll.",
    "--event needs --requests: name where the event with the requests is to go.",
)
TOO_SHORT = Text(
    "--k {k} ist zu kurz: Brücken und Entdeckungen brauchen {n} Plätze.",
    "--k {k} is too short: bridges and discoveries need {n} places.",
)
TOO_LONG = Text("--k {k} ist zu lang: höchstens {n}.", "--k {k} is too long: {n} at most.")
BOTH_NEEDED = Text(
    "Nennen Sie die Veranstaltung und den Plan: {command}", "Name the event and the plan: {command}"
)
NOT_FOR_LISTS = Text("{flag} gibt es nur für Pläne.", "{flag} is for plans only.")
NOT_FOR_PLANS = Text("{flag} gibt es nur für Listen.", "{flag} is for lists only.")
WHY_NEEDS_PEOPLE = Text(
    "--why braucht die Profile: treffen show PROFILE {path} --why PERSON PARTNER",
    "--why needs the profiles: treffen show PROFILES {path} --why PERSON PARTNER",
)
PROFILES = Text("PROFILE", "PROFILES")
LISTS_OF = Text("Diese Listen gehören zu anderen Profilen.", "These lists belong to other profiles.")
ONLY_IDS = Text(
    "Namen und Texte stehen nicht in den Listen. Mit ihnen: {command}",
    "Names and texts are not in the lists. With them: {command}",
)
LISTS_HEAD = Text(
    "{people} Listen mit bis zu {k} Empfehlungen; Ausgleich {balance}, Startzahl {seed}.",
    "{people} lists with up to {k} recommendations; balance {balance}, seed {seed}.",
)
SEEN_IN = Text("steht selbst in {lists}", "stands in {lists}")
NOBODY_LISTED = Text("niemand, der vorgeschlagen werden darf", "nobody who may be recommended")
NOT_KEPT = Text("Was nicht ging:", "What was not possible:")
NO_ENCODER = Text("Für --semantic fehlt das Zusatzpaket: {what}", "--semantic needs an extra package: {what}")
LISTS_MADE = Text(
    "{people} Listen, {entries} Empfehlungen. Alle stehen in mindestens {least} Listen, "
    "niemand in mehr als {most}.",
    "{people} lists, {entries} recommendations. Everybody is in {least} lists at least, "
    "nobody in more than {most}.",
)
FAIR = Text(
    "Fairness: {places} der Menschen stünden lieber dort, wo jemand anderes steht; {lists} hätten lieber "
    "die Liste von jemand anderem. Das Zehntel mit den wenigsten Aussichten hat {worst} des Mittels.",
    "Fairness: {places} of the people would rather be shown where somebody else is; {lists} would rather "
    "have the list of somebody else. The tenth with the poorest chances has {worst} of the mean.",
)
NOT_COMING = Text(
    "Nicht bei der Veranstaltung, daher ohne Anfragen: {people}.",
    "Not at the event, and so without requests: {people}.",
)
REQUESTS_MADE = Text(
    "{n} Anfragen stehen in {path}. Weiter mit: {command}",
    "{n} requests are in {path}. Go on with: {command}",
)
MORE_SHORTFALLS = Text("- und {n} weitere, siehe die Datei.", "- and {n} more, see the file.")
PLAN_REFUSED = Text(
    "{plan} wird nicht anerkannt; treffen verify sagt, warum. Nachgewiesen wird nichts.",
    "{plan} is refused; treffen verify says why. Nothing is proved.",
)
CORE_CLAIM = Text("Diese Anfragen gehen nicht zusammen", "These requests cannot all be held")
REFUTED = Text(
    "{what}: Das Gegenteil ist in {steps} Schritten widerlegt.",
    "{what}: the contrary is refuted in {steps} steps.",
)
STAYS_ON_TRUST = Text(
    "{what}: {why}; es bleibt beim Wort des Lösers.", "{what}: {why}; it stays on the solver's word."
)
WHY_UNREFUTED = {
    "formula": Text("Die Formel sagt davon zu wenig", "the formula says too little of it"),
    "goal": Text("Von diesem Ziel sagt die Formel nichts", "the formula says nothing of this goal"),
    "kind": Text("Veranstaltungen dieser Art kennt die Formel nicht", "no formula for events of this kind"),
    "time": Text("nicht in der Zeit widerlegt", "not refuted in time"),
    "size": Text("Die Widerlegung wird zu lang", "the refutation grows too long"),
    "process": Text("Der Löser dafür ließ sich nicht starten", "the solver for it could not be started"),
}
NOTHING_BY_SEARCH = Text(
    "Nichts in diesem Plan beruht auf einer Suche: Es braucht keine Widerlegung.",
    "Nothing in this plan rests on a search: no refutation is needed.",
)
PROVE_IT = Text(
    "Was auf dem Wort des Lösers beruht, kann treffen prove Schritt für Schritt nachweisen.",
    "What rests on the solver's word, treffen prove can prove step by step.",
)
