"""What German compounds are made of here: derived from our own vocabulary, programmes and networks, by hand.

A word in this list is one part and is never split itself: that is how "Wasserstoff" stays clear of "Wasser"
and "Werkstoff" of "Werk". Parts are written in their usual spelling.
"""

from __future__ import annotations

PARTS = frozenset(
    """
    abfall abfertigung abgas ablauf abluft abnehmer abrechnung abrieb absatz abscheidung absicherung
    abstand abwasser abwehr abwärme achse acker ackerbau adsorption aerogel afrika agentur agrar akku
    akte aktor aktorik akustik alarm algen algorithmen algorithmus allianz altlasten aluminium ambulanz
    ammoniak amt analyse analytik anbau anbieter anlage anlagen anlauf anmeldung anpassung anstalt
    antenne antennen antibiotika antigen antikörper antrag antrieb antriebe antriebs anwender anwendung
    anwendungen anzeige anzeigen apotheke apparate arbeit arbeits architektur archiv aroma artikel
    arznei arzneimittel arzt asphalt assistent assistenz atmosphäre atom aufbau aufbauten aufbereitung
    auflage aufnahme auftrag aufzug auge augen ausbau ausbildung ausbreitung ausgründung ausland
    auslegung ausrüster ausrüstung ausschuss ausstattung ausstellung austausch auswahl auswertung auto
    automation automatisierung automobil bad bahn bakterien balken ballast band bank barriere basis
    batterie batterien bau bauelemente bauer bauern baum baustelle baustoff baustoffe bauteil bauteile
    bauweise beamte bearbeitung bedarf bedienung befestigung befund begleitung behandlung behälter
    behörde bekleidung belastung beleuchtung belichtung belichtungs benutzer beratung berechnung bereich
    bergbau bericht beruf berufs beschaffung beschichtung beschleuniger beschleunigung besichtigung
    besitz bestand bestückung beteiligung beton betrieb betriebe betriebs bett bevölkerungs bewegung
    bewehrung bewertung bewässerung beziehung bezug bibliothek biene bier bilanz bild bilder bildgebung
    bildung bindemittel bindung bio biogas biologie biomasse bioreaktor bioreaktoren biotech
    biotechnologie blatt blech blut boden bohren bohrung boot bord bordnetz brand brandmelde brau
    brauerei breitband brems bremse bremsen brennstoff brennstoffe brennstoffzelle brennstoffzellen
    brett brille brillen brunnen brücke brücken buch bund bundes bundesamt bus busse börse bündnis
    bürger büro campus carbid carbon carsharing chemie chemikalien chemo chip chips chirurgie cloud
    cluster cockpit code computer container controlling dach dampf darm daten datenbank dauer deckel
    defekt dehnung dekor demenz denkmal deponie design destillation detektion detektor detektoren
    diagnose diagnostik dialyse diamant dichte dichtung dienst dienste dienstleister dienstleistung
    dienstleistungen dienstleistungs diesel digital diode dioden display displays dokument dosen
    dosierung dosis draht drehgeber drehstrom drehteile drohne drohnen druck drucker druckluft drug
    durchfluss dynamik dächer dämmstoff dämmstoffe dämmung dünger düngung dünnschicht düse düsen
    echtzeit edelstahl einsatz einzelphotonen eis eisen eisenbahn eiweiß elastomer elektrik elektro
    elektroden elektrolyse elektrolyseur elektrolyt elektromobilität elektronen elektronik
    elektrotechnik element elemente embolie emission emissionen empfänger endoskop endoskopie energie
    energien energiespeicher entfernung entgiftung entlastung entnahme entsalzung entsorgung entstehung
    entwickler entwicklung entwurf entwässerung enzephalographie enzym enzyme erdbau erdbeobachtung
    erdgas erdwärme erdöl erfahrung erfassung erkennung erklär erkrankung erkundung ernte ernährung
    ernährungs erprobung erreger ersatz erschließung erz erzeuger erzeugung etikett etiketten europa
    event exoskelett experiment experten explosion exponat export extraktion extrusion fabrik
    fabrikation fach fachkräfte fahrer fahrgast fahrt fahrten fahrwerk fahrzeug fahrzeuge fall falle
    fang farb farbe farben farbstoff faser fasern faserverbund fassade fassaden fehler feinblech
    feinwerk feld felder femtosekunden fenster fermentation fern fernerkundung fernwärme fertiger
    fertigung fest festigkeit fett feuchte feuer feuerwehr film filme filter filterung filtration finanz
    finanzierung finanzierungs firma firmen fisch fische flug flughafen flugzeug flugzeuge fluid
    fluoreszenz fluss fläche flächen flüssigkeit folgen folie folien fonds form format formen
    formulierung formulierungs formung forschung forschungs forst forum fotografie fotovoltaik fracht
    frachter frauen freiform freizeit frequenz front frucht früherkennung frühling fund funk funktion
    futter futtermittel fußabdruck förder förderband förderer fördermittel förderung fühler führer
    führung fütterung galvanik garten gas gase gasturbine gebiet gebäude gefahr gefahrstoff gefäß
    gehäuse gehör gelenk gemeinde gemeinschaft gemenge gemüse generator generatoren genetik genom
    genossenschaft geometrie geothermie gerechtes geruch gerät geräte gerüst geschichte geschwindigkeit
    geschäft gesellschaft gesicht gestein gesundheit gesundheits gesundheitsamt getreide getriebe
    getränk getränke gewebe gewerbe gewerk gewinde gewinnung gewächshaus gewässer gießen gießerei gips
    gitter glas glasfaser gleichspannung gleichspannungs gleichstrom gleis gläser gradient grafik
    graphen graphit gravimeter gravitation greifer grenze großformat großhandel grund grundlagen
    grundwasser gruppe gruppen gründer gründung gummi guss gärten gärung güter haar hafen haft haftung
    halbleiter halle hallen hals haltbarkeit halter haltung hand handel handels handwerk handwerks hanf
    hardware hartstoff harz harze harzinjektion haus haushalt haut heil heilung heim heizung helfer helm
    herkunft hersteller herstellung herz herzinfarkt hilfe hilfs hindernis hirn hitze hochdruck
    hochfrequenz hochschul hochschule hochspannung hof holz honig hotel hub hubschrauber hybrid
    hydraulik hydro hydrogel hygiene hyperspektral häfen händler häuser höhe höhen hör hörgerät imaging
    immobilie immobilien immun impfstoff impfstoffe implantat implantate impuls indizierung industrie
    industrien inertial infektion infektions informatik information informations infrarot infrastruktur
    infusion ingenieur ingenieure inhalt initiative inkjet innovation innovations insekt insekten
    inspektion installation instandhaltung institut institute instrument instrumente integration
    integrator intelligenz interaktion interaktions interferenz international internet intra invasiv
    investition investitionen investor ionen isolation isolierung jagd jahr jahres jugend jäter kabel
    kabine kabinen kalender kalibrierung kalk kamera kameras kammer kammern kanal kanäle kapital kapsel
    karbid kardiologie karosserie karte kartei karten kartierung kartoffel karton kasse katalysator
    katalysatoren katalyse katastrophen keramik kern kernspin kessel kette ketten kfz kies kinder
    kinetik kino klang kleben klebstoff klebstoffe kleidung klima klimaanlage klimafolgen klinik
    kliniken klinikum klinker klär kläranlage klärschlamm knochen knoten kohle kohlen kohlendioxid
    kohlenstoff kolben kollagen kollektoren kolloid kommission kommune kommunen kommunikation kompetenz
    komponente komponenten kompost kompressor kondensator konfokal konformität konformitäts kongress
    konjunktur konservierung konsole konsortial konsortium konstruktion kontakt kontamination
    kontaminations kontroll kontrolle konvention konverter konzept konzern kooperation kooperations
    koordination kopf korn korrosion korrosions kosmetik kosten kraft kraftstoff kraftstoffe kraftwerk
    kraftwerke kran kranken krankenhaus krankheit kreativ krebs kredit kreis kreislauf kreisläufe krise
    krisen kristall kristalle kryo kryptographie kugel kultur kunde kunden kunst kunstharz kunststoff
    kunststoffe kupfer kupplung kurier kurs kälte käse körper küche küchen kühl kühlung küste küsten
    labor labore lack lacke ladegerät ladeinfrastruktur laden ladestation ladung lager lagerung laminat
    lampe lampen land landes landkarte landschaft landtechnik landwirt landwirtschaft laser last lasten
    laubholz lauf laufzeit leben lebens lebensmittel leber leder legierung legierungen lehre lehrer
    leicht leichtbau leistung leistungs leistungselektronik leiter leiterplatte leiterplatten leitfaden
    leitstelle leitstellen leitsystem leitung leitungen lenk lenkung lernen leuchte leuchten licht
    lichtbogen lichtleiter liefer lieferant lieferanten lieferkette lieferung linie linien linse linsen
    lipid liste lithium lithographie lizenz logik logistik lohn luft luftfahrt luftgüte lunge lungen
    lärm lösung lösungen lösungsmittel löt löten lötung lüfter lüftung machbarkeits magen magnesium
    magnet magnete magnetfeld magnetresonanz magnetresonanztomographie mahlzeit makler malz management
    manipulation mantel marke marken marketing markt maschine maschinen maschinenbau maske masken masse
    massen massiv material materialien mathe mathematik matrix mauer mauerwerk maut maß mechanik
    mechatronik medien medizin medizinprodukt medizinprodukte medizintechnik meer meeres mehl
    mehrkomponenten mehrkörper mehrlagen mehrweg meldung membran membranen mensch menschen merkmal mess
    messe messen messer messgerät messgeräte messstreifen messtechnik messung metall metalle
    meteorologie methan methanol methode methoden miet mikro mikrochip mikroelektronik mikrofluidik
    mikroskop mikroskopie mikrosystem mikrosysteme mikrosystemtechnik mikrowelle mikrowellen milch
    militär minen mineral mineralien ministerium mischer mischung mitarbeiter mitglied mitglieder mittel
    mittelstand mobilfunk mobilität modell modelle modem modul module molekular molekül moleküle
    molkerei monitoring montage motor motoren multi multispektral musik muskel muster mähdrescher märkte
    möbel mühle mühlen müll münz nachbehandlung nachfolge nachfrage nachhaltigkeit nachricht nachrichten
    nacht nachweis nachwuchs nadel nahinfrarot nahrung nahrungsmittel naht nahverkehr nano nanomaterial
    nanomaterialien nanopartikel nanotechnologie natrium natur navigation nehmer neigung neigungs nerven
    netz netze netzwerk netzwerke neuro neutronen nickel niere nieren nitrid norm normen not notfall
    nuklear nutzer nutzfahrzeug nutzfahrzeuge nutzung nähr nährstoff nährstoffe oberfläche oberflächen
    oberleitung oberleitungen objekt objektiv obst ofen offshore operation operations optik optiken
    optimierung opto optronik ordnung organ organe organisation orthese orthesen orthopädie ortung ozean
    ozon paket papier park partikel partner partnerschaft passagier patent patient patienten pellets
    personal personen pestizid pflanze pflanzen pflege pharma pharmazie phase phosphor photo
    photogrammetrie photon photonen photonik photovoltaik physik piezo pigment pigmente pikosekunden
    pilot pilz pilze pipeline pipettier plagiat plan planung plasma plastik platte platten plattform
    plattformen politik politur polster polymer polymere polyurethan porzellan position positionierung
    post potential potenzial praxis preis preise presse prioritäten probe proben produkt produkte
    produktion produktions programm programme programmierung projekt projekte promotion propeller
    protein proteine prothese prothesen prothetik protokoll prototyp prototypen prototypenbau prozess
    prozesse prozessor prozessoren präparate präsenz präzision präzisions prüf prüfer prüfstand prüfung
    psychologie publikation pulver pumpe pumpen punkt qualifizierung qualität qualitäts quanten
    quantencomputer quanteninternet quantensensor quantentechnologie quantentechnologien quarz qubit
    quelle quellen rad radar radio rahmen rakete raketen rampe rand raster rat raum raumfahrt raupe
    reaktion reaktions reaktor reaktoren rechen recherche rechner rechnung recht rechte rechts recycling
    reduktion reform regel regelung regen region regional reifen reifung reihe reiniger reinigung
    reinraum reis reise reisen rendite renten reparatur republik reserve resonanz ressource ressourcen
    rettung rettungs revision rezept rezeptur rezyklat rezyklate richtlinie rinder ring risiken risiko
    riss robot roboter robotik rohr rohre rohstoff rohstoffe rolle rotor rotorblatt rotorblätter
    rundfunk räder räume röntgen rüben rück rücken rückgewinnung rüstung saat saatgut salz samen sand
    sanierung satellit satelliten sattel sauerstoff scan schacht schaden schall schalter schaltkreis
    schaltkreise schaltung schaltungen schaufel schaufeln schaum schicht schichten schiene schienen
    schienenfahrzeug schienenfahrzeuge schiff schiffbau schiffe schiffs schlaf schlag schlamm schlauch
    schleif schleifen schläuche schlüssel schmelz schmelze schmied schmiede schmierstoff schmierstoffe
    schmuck schneiden schnellbahn schnittstelle schnittstellen schraube schrauben schrift schritt
    schrott schuh schuhe schul schule schulung schutz schwamm schweine schweiß schweißen schwermetall
    schwingung schwingungen schwund schäume schüttgut scouting see segel seife seil seiten
    sekundärrohstoff selbst sende senkrecht sensor sensoren sensorik sequenzier serie serien server
    service sessel sicherheit sicherheits sicherung signal signale silber silicium silikon silizium
    simulation sinter sitz sitze sklerose software solar solarenergie solarzelle solarzellen sonde
    sonden sonder sondermaschinen sonnen sorten sortierung sozial spann spannung speicher speicherung
    speise speisen spektrometer spektrometrie spektroskopie spezial spezifikation spezifische
    spezifischer spiegelung spiegelungen spiel spiele spielzeug spin spinnen spital splitter sport
    sprach sprache sprengstoff spritzguss sprüh spulen spur spül stab stadt stahl stahlbau stall stamm
    stand standard standards standort standorte stanz stapel starkregen start startup statik station
    stationen statistik stau staub stecker steckverbinder stein steine stelle stellen stellwerk
    sterilgut steuer steuerbarkeit steuerung stickstoff stiftung stoff stoffe stoffwechsel stoß strahl
    strahlen strahlung strang strategie strategien straße straßen strecke strecken strick strom
    stromabnehmer stromnetz stromnetze stromrichter stromversorgung struktur strukturen strömung studie
    studien stufe stuhl sturz städte städtebau stände ständler suche supply supraleiter symbiose
    synthese system systeme säge säule säulen säure säuren süß tablet tabletten tag tages tandem tank
    tanken tankstelle tasche tastatur taste tauch tausch team technik techniken technologie technologien
    teil teile telefon telekommunikation teleskop temperatur teppich terahertz termin test tests textil
    textilien theater therapie therapien thermik thermo tief tiefbau tiefe tiefsee tier tiere tinte
    tinten tisch titan tomographie ton tourismus trafo training transfer transformation transformator
    transformatoren transistor transport transporte treib treibstoff treibstoffe trenn trennung
    tribologie trick triebwerk triebwerke trinkwasser trockner trocknung träger tränk tumor tunnel
    turbine turbinen turm typ tür türen uhr uhren ultra ultraschall umfeld umform umformung umgebung
    umrichter umsatz umschlag umsetzung umwandlung umwelt unfall universität unter unterhaltung
    unternehmen unternehmens unternehmer unterricht unterstützung untersuchung untersuchungen
    unterwasser urheber urin vakuum validierung ventil ventile verarbeitung verband verbindung
    verbindungen verbrauch verbraucher verbrennung verbund verbände veredelung veredlung verein
    verfahren verfahrenstechnik vergabe vergasung vergleich verkauf verkehr verkehrs verlag vermarktung
    vermessung vermittlung vernetzung verpackung verpackungen versand verschleiß verschlüsselung
    versicherung versorgung verstärker verstärkung verteidigung verteiler verteilung vertrag vertrieb
    vertriebs verträge verwaltung verwaltungs verwertung video vieh viren virus viskosität
    visualisierung vlies vliesstoffe volumen vorfeld vorhersage vorsorge wachs wachstum wafer waffen
    wagen wagnis wald wand wandel wandler ware waren warnung wartung wasch wasser wasserstoff web
    wechsel wechselrichter wechselstrom weg wege wein weiterbildung welle wellen wellenleiter welt werbe
    werbung werft werften werk werke werkstatt werkstoff werkstoffe werkstätten werkstück werkzeug
    werkzeuge werkzeugmaschine werkzeugmaschinen wert werte wertschöpfung wertstoff wertstoffe wertung
    wettbewerb wetter wickel widerstand widerstands wiederverwendung wiese wind windenergie windkraft
    windpark windrad winkel wirbelstrom wirk wirkstoff wirkstoffe wirkungs wirtschaft wirtschafts wissen
    wissens wissenschaft wissenschafts wohnung wohnungen wohnungsbau wolken wolle wund wunde wurst
    wälder wälz wärme wärmepumpe wärmepumpen wärmetauscher wäsche zahlen zahlung zahn zahnrad zahnräder
    zeichnung zeit zeiten zell zelle zellen zellstoff zement zentrale zentren zentrum zerkleinerung
    zerkleinerungs zerspanung zertifikat zertifizierung zeug ziegel ziel zink zinn zubehör zucht zucker
    zufalls zug zugang zukunft zulassung zuliefer zulieferer zusammenarbeit zusatz zusatzstoffe zustand
    zustands zutritts zuverlässigkeit zweirad zweit zylinder zähigkeit zähler züge zündung ämter öfen
    öffentlichkeit öko ökologie ökonomie öl ölung überprüfung übersetzung übertragung überwachung
    """.split()
)

# Endings of words that describe; they end a compound, and carry little meaning of their own.
DESCRIBING = frozenset(
    """
    arm basiert basierte basierten basierter basiertes frei freie fördernd fördernde gestützt gestützte
    gestützten gestützter gestütztes integriert integrierte nahe orientiert sparend sparende spezifisch
    spezifische spezifischer verstärkt verstärkte ähnliche übergreifend übergreifende
    """.split()
)

# Look like compounds of the parts above, and are none, or mean something else.
FALSE_FRIENDS = frozenset(
    """
    abteilung abteilungsleiter arbeitgeber badewanne bahnhof bauernhof baumwolle betriebsam bundesland
    bundestag bürgermeister computertomographie eisenach erlebnis feldberg firmament formular
    fortschritt freiburg fundament gaststätte gesellschafter glasgow gruppenleiter handbuch
    handelskammer handlung handschlag hauptamt hauptstadt hochzeit kaufmann kernspintomographie
    kraftfahrt landtag landwehr lauftext lebenslauf lichtblick meerrettich messing ministerium motorola
    nachhaltig nachhaltigkeit partitur personalie planet planeten plasmon portal postmann radikal radius
    regensburg reisig reiskirchen ringier satzung schwerpunkt seminar sonntag stammtisch standesamt
    standpunkt steinbeis steuerberater tagung technikum technisch teilnahme teilnehmer tierra tonnen
    transparenz treibhaus treibhausgas typisch verbandsgemeinde waldkirch wandern wertheim windows
    wirtschaftlich wissenschaftler zeitschrift zeitung ziegler zugspitze
    """.split()
)

# Towns and villages that would fall into parts.
PLACES = frozenset(
    """
    badenhausen badenheim baumschulenweg bettenfeld bienenmühle bierstadt bilderstöckchen bodenfelde
    bodenheim bodensee bodenwerder brandenburg buchbrunn buchforst buchheim buchholz buchwald
    bullenkuhlen busenhausen bäumenheim dachswald darmstadt dichtelbach dienstweiler doberschütz
    echterdingen echternacherbrück echtershausen eggermühlen eisenburg eisenharz eisenstein eisfeld
    eisleben eppenschlag erzenhausen erzhausen eschollbrücken everswinkel fahrenzhausen feldstadt
    fleischwangen frauenneuharting frauenprießnitz frauensee frauenstein frauenwald frontenhausen
    förderstedt gallmersgarten gesundbrunnen glasehausen gleiszellen grevesmühlen großpürschütz grundhof
    grundsheim hammerbrücke harsewinkel hartenstein harzburg hauswalde heigenbrücken heilbrunn heimburg
    heimsheim helferskirchen helmbrechts helmstadt herzfeld hoffeld hofheim hoheluft hohenbrunn
    hohenburg hohenfelde hohenfelden hohenkammer hohensaaten hohenstadt hohenstein hohenwarte holzhausen
    holzheim honigsee hoppegarten horhausen hornburg hornhausen höhenrand hörnsheim kalkofen
    kaltenholzhausen kammerforst kammerstein kasseburg kettenhausen kettenheim kinderbeuern
    kirchenpingarten kranenburg kupferzell kühlungsborn ladenburg landesbergen landkern landrecht
    landstuhl laufenburg lautzenbrücken lehrensteinsfeld leuchtenberg lichtenrade lichtenstein
    lichterfeld lichterfelde lohnsfeld ludwigswinkel löberschütz massenbachhausen meerfeld meersburg
    mittelbiberach mittelbrunn mitteleschenbach mittelfischbach mittelhausen mittelherwigsdorf mittelhof
    mittelneufnach mittelnkirchen mittelpöllnitz mittelreidenbach mittelschefflenz mittelschöntal
    mittelstenahe mittelstetten mittelstrimmig mittelsömmern mühlenbarbek mühlenrade müllheim nachtsheim
    nebelschütz norderstapel osternienburger parkstein plattenburg postbauer posterstein postfeld
    quellendorf radeburg ratshausen rechtenbach rechtenstein rechtsupweg ringleben ringsheim rohrheim
    rückholz saarbrücken salzburg salzgitter salzhausen salzweg sandhausen schachtebich schallodenbach
    schallstadt schiffelborn schifferstadt schiffweiler schlagenthin schlagsdorf schlammersdorf
    schleifreisen schlüsselfeld schmidmühlen schmiedeberg schmiedefeld schmiedehausen schulenberg
    schulendorf schwallungen seeburg seefeld seehausen seeheilbad seeheim siebenbäumen siebeneichen
    silberhausen silberstedt speichersdorf stadtlohn stapelburg stapelfeld staudach steinburg
    steinefrenz steinenbronn steinfeld steinhausen steinheim steinsfeld steinwiesen strickscheid
    süderstapel tagewerben taschendorf tiergarten untereisesheim unterhausen unterleinleiter
    untermaßfeld untershausen unterwachingen unterwaldhausen waffenbrunn wagenfeld wagenhausen waldbrunn
    waldburg waldenbuch waldenburg waldershof waldfeucht waldhausen waldheim waldhof waldmühlen waldsee
    wasserburg wasserleben wasserliesch wasserlosen wasserthaleben wassertrüdingen wechselburg wegeleben
    weingarten weinheim weinsheim weinstadt weißwasser wellendingen werkhausen westermühlen wetterzeube
    wiesenbad wiesenburg wiesenfelden windehausen windesheim windhausen windsheim wolkenstein
    wäschenbeuren zellerfeld ziegelheim zweibrücken amtzell halsbrücke bretthausen sonderhofen
    sondershausen standenbühl fischerbach seebruck
    """.split()
)
