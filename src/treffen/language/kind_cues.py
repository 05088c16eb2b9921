"""Words that say what kind of thing is offered or looked for, in German and English.

Beginnings of words and short phrases as regular expressions; `$` ends a word. The first kind with one of
them is the answer, so what is seldom said for something else comes first: "Vertriebspartner" is about sales,
though it names a partner, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from treffen.language.kind_names import StatementKind as Kind

NEED_CUES: Final[Mapping[Kind, str]] = {
    Kind.INVESTOR: r"""investor|kapital|wagniskapital|risikokapital|venture|seed$|seed round
        |series [a-c]$|mio$|business angel|finanzierungsrunde|geldgeber|funding round""",
    Kind.EXPERTISE: r"""berat|schul(t|ung|en)$|einweis|workshop|seminar|referent|vortrag|coach|training$
        |erklär|kennt sich aus|know.?how|expert|fachwissen|erfahrungen? (mit|in|bei)$|what does
        |how (to|do|can)$|advice|advis|consult|rechnet uns
        |was (heißt|heisst|muss|müssen|dürfen|darf|gilt|bedeutet)$|sind wir betroffen|explain|speaker
        |who can calculate|fördermittelberat|rechtsrat|gutacht""",
    Kind.STAFF: r"""azubi|auszubildende|werkstudent|working student|doktorand|praktikant|mitarbeiter
        |fachkräfte|programmierer|jungingenieur|\w*ingenieur(e|in|innen|/in)?$
        |(machine |shift |plant )operators?$|anlagenfahrer
        |freelancer|quereinsteiger|absolvent|personal$|auditoren|intern(s|ship)?$|graduates|engineers
        |developers|phd student|trainee|schichtarbeit|fahrer$|techniker$|monteur""",
    Kind.SALES: r"""vertrieb|distributor|distribution partner|handelsvertret|handelspartner|händler
        |wiederverkäuf|resell
        |sales|integrator|dealer|market entry|markteintritt|markteinstieg|exportpartner""",
    Kind.EQUIPMENT: r"""miet|leih|ausleih|stundenweise|tageweise|gerätezeit|maschinenzeit|messzeit
        |machine time|access to|hours? on$|days on$|h on$|borrow|rent|mitnutz|mitbenutz|nutzung ein
        |ausgemuster|beam time|reinraumzeit""",
    Kind.PARTNER: r"""konsorti|consorti|verbund(projekt|vorhaben|partner)|\w*antrag|projektpartner
        |project partner|zim$|zim-|igf|bmbf|bmwk|horizon|eu-projekt|förderprojekt|fördervorhaben
        |forschungsprojekt|proposal|\w*netzwerke?$|cluster|kooperationspartner
        |gemeinsames? (vorhaben|projekt)|joint (project|proposal|application)|vorhaben|mitmachen
        |co-invest|verweisen|refer clients|hosts?$|skizze|reallabor|mitantragsteller""",
    Kind.PILOT: r"""\w*pilot|erprob|ausprobier|probier|testumgebung|test environment|\w*feldtest
        |feldversuch|\w*anwender|erst(e|er|en|es) (serie|kunde|kunden|anlage|einsatz|maschine)
        |referenz|reference (site|customer|plant|project)
        |first (field|serial|use|user|site|installation|customer)|willing to
        |lets? us|trial|field test|beta|install our|who accept|anwendungsstudie|klinische studie
        |early adopter|test ?kunde|die ersten|einsetzen$|use case|anwendungsfall|anwendungsfälle""",
    Kind.TEST: r"""prüfstelle|prüflabor|\w*prüfung|prüfstand|prüfhaus|prüft$|prüfen$|test ?lab
        |test house|test bench|testing|tests?$|\w*labor$|lab$|\w*akkreditiert|accredited|zertifizier
        |certif|(prüfen|messen|testen|untersuchen) lassen|bewit+erung|kalibrier|calibrat|charakterisier
        |messdienst
        |qualifizierung von|testfeld|teststrecke|testanlage""",
    Kind.RESEARCH: r"""hochschul|uni$|universit|institut$|forsch|research|simulier|simulat|wissenschaft
        |academ|entwickl|mitentwickl|develop|vorhersag|verstehe?n$|lehrstuhl|machbarkeit|feasib
        |co-develop""",
    Kind.CUSTOMER: r"""kund(en|innen) (für|in|im|aus|mit|bei|zu|ab)$|(neue|weitere|mehr|suchen) kunden$
        |kunden,
        |abnehmer|aufträge|auftraggeber|customers? (for|in|with|from)$|(new|more) customers|buyer|clients?$
        |käufer|neukund|loswerden|auslast|kapazität frei
        |(firmen|betriebe|unternehmen|mittelständler|hersteller|werke
        |plants|companies|makers|manufacturers|institute|institutes|leute
        |gründer|start-ups|startups|spin-offs|\w+betriebe)[\w ]{0,40},? (die
        |der|who|that|mit|with|without|über|ab|vor|before|sitting|moving|von|of)$""",
    Kind.SUPPLIER: r"""liefer|zuliefer|suppl|hersteller|anbieter|dienstleist|provider|vendor
        |second source|zweite quelle|bezugsquelle|fertiger|\w*fertigung|nachfertig|lohn|auslager
        |outsourc|lead time|contract manufactur|stück|lots? of|small lots|monthly
        |wer (macht|baut|liefert|fertigt|kann sowas)|who (makes|builds|can make)|bestücker|beschaff
        |kaufen|purchase|buy|wartung|software für|lösung für|lösung zu|solution for""",
}
OFFER_CUES: Final[Mapping[Kind, str]] = {
    Kind.INVESTOR: r"""wagniskapital|risikokapital|venture|seed|tickets?$|eigenkapital
        |beteiligungskapital|investor|fonds$|business angel|fund$|wir beteiligen uns""",
    Kind.STAFF: r"""\w*studierende|\w*personal (für|auf)$|maschinenbediener|schichtpersonal|werkstudent
        |absolvent|personalvermittl|zeitarbeit|leiharbeit
        |fachkräfte$|auf zeit$|vermittlung (von )?\w*(person|bedien|kräfte|fach)|graduates|interns
        |students|bewerber|praktikant|abschlussarbeit|masterarbeit|staffing""",
    Kind.SALES: r"""vertrieb|distribut|handelsvertret|händlernetz|sales|delegationsreise
        |market (entry|access)|markt(eintritt|zugang)|zugang zu (kunden|märkten)|resell|exportvermittl
        |dealer""",
    Kind.CUSTOMER: r"""\w*kauf(en|t)?$|zukauf|zu(ge)?kauft|einkauf|beschaff(en|t|ung)$
        |schaffen .{0,30} an$
        |anschaff|vergeben|bedarf (an|von|in)$|\w+bedarf (an|von|in)$|(haben|unser|großer) bedarf|budget$
        |buy|purchas|procure|we need|brauchen|benötigen
        |verbrauchen|mieten|nehmen .{0,60}$
        |suchen (lieferant|anlagenbau|hersteller|anbieter|dienstleist)|lassen .{0,40}en$|ausschreib
        |tender|bestellen|in auftrag|investieren|angebote willkommen|rahmenvertrag|steht an$|zahlen
        |ersatzteile für|als auftraggeber|we specify|zweite quelle""",
    Kind.EQUIPMENT: r"""gerätezeit|messzeit|maschinenzeit|machine time|buchbar|gebucht|bookable
        |freie (zeiten|kapazität)|stundenweise|tageweise|hours? also|mitnutz
        |mitbenutz|zur nutzung|technikum:|technikum mit|vermiet|verleih|leihen|for rent|beam time
        |geben wir für|maschinenpark|offenes labor|open lab|fablab|werkstatt für""",
    Kind.PARTNER: r"""konsorti|consorti|verbund(projekt|vorhaben|partner)|\w*antrag|\w*anträge
        |projektpartner|zim$|zim-|proposal|\w*netzwerke?$|arbeitskreis|networks? (of|with|for|in)$
        |cluster$|förder?projekt|funded project
        |joint project|lead partner|machen bei .{0,40} mit$|mitmachen|plätze frei|platz (im|in)
        |vermitteln kontakte|kontakte zu|türöffner|bringen .{0,60} zusammen|ansprechpartner|koordinat
        |coordinat|mitglieder""",
    Kind.EXPERTISE: r"""\w*berat|\w*schul(ung|en)|seminar|\w*workshop|coach|training$|trainings$|consult
        |gutacht|\w*gutachten|lehrg(a|ä)ng|kurse?$|sprechstunde|\w*sprechstunde|vortrag|webinar|unterweis
        |begleit
        |einführung|know.?how|advice|advis|course|check$|\w*check$|audit|review$|erfahrung|expertise
        |wissen$|fachwissen|wir zeigen|bescheinigung|zuschüsse|\w*zuschüsse|patente|förderlotse|lotsen
        |we write|ökobilanz|\w*recht:""",
    Kind.PILOT: r"""\w*pilot(?! (scale|plant))(?!maßstab)|erprob(?!t$)|ausprobier|probieren|testumgebung
        |test environment|testen wir
        |\w*versuche?$|versuchsaufbau|anwender|als referenz|referenz(anlage|kunde|projekt|objekt|standort)
        |darf|dürfen|offen für|steht .{0,60} offen$
        |steht .{0,60} bereit$|open (for|to) .{0,30}(prototypes?|trials?|pilots?|materials?)
        |freigestellt|anwendungsfall|anwendungsfälle|use case|studien|willkommen$|noch von hand
        |handarbeit|testfläche|testfeld|reallabor|bei uns (testen|messen|einbauen)|trial
        |anschauungsobjekt|messungen erlaubt|interesse an|prototypes|testweise
        |kann .{0,40} genutzt werden$|first user""",
    Kind.TEST: r"""\w*prüf(ung|ungen|en|stand|stände|labor|termine|feld|stelle)|prüf|testlabor
        |test ?lab|test rig|test bench|testing|akkreditiert|accredited|kalibrier|calibrat|\w*messung(en)?$
        |messen|klimakammer|emv|charakterisier|zertifizierung von|certification of|teststand|schadensanaly
        |werkstoffanaly|analytik|probenanaly|ultraschall|sicherheit$""",
    Kind.RESEARCH: r"""\w*forsch|research|mitentwick|gemeinsame? entwick|joint|labormuster|lab$
        |laboratory|lehrstuhl|institut|demonstrator|simulation|modell(e|ierung|ieren)?$|models$
        |zusammen mit|gemeinsam|hochschul|universit|wissenschaft|prototype|prototyp$|transfer$
        |looking at|machbarkeit|feasib|entwicklung von|we study|ag """,
    Kind.SUPPLIER: r"""herstell|liefer|fertig|\w*fertigung|produzier|produkt|bauen|kleinserie|losgröße
        |ab \d+ stück|ab losgröße|supply|manufactur|make|cut to size|schlüsselfertig|dienstleist
        |\w*service|reinig|nach maß|lohn|eigenbau|abzugeben|geben .{0,20}ab$|private label|kit$|sold
        |anlagenbau
        |software|systeme?$|maschinen$|we clean|we build|nach wunsch|einbaufertig|verkauf
        |hersteller|anbieter|entwickelt für|wartung|instandhalt""",
}
# What says no kind by itself and makes some likelier: that a need begins with whom it seeks, and that they
# shall do something with what is ours.
NEED_HINTS: Final = (
    r"""^(\w+ )?\w*(hersteller|bauer|betriebe?|werke?|firm(a|en)|fertiger|erei(en)?|anwender|leute|händler
        |verarbeiter|unternehmen|betreiber|zulieferer|kliniken?|krankenh(aus|äuser)|kommunen?|gemeinden?
        |makers?|manufacturers?|plants|companies|operators?|owners?|laundries|bakeries|breweries|farms?
        |hospitals?)$""",
    r"""(der|die|das|dem|denen|who|that|which) (uns(er)?\w*|our) |(in|an|bei) (dem|der|denen) wir""",
)
