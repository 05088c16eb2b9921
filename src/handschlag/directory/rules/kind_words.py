"""What kinds of entries, sizes and labels are called, and by which words people look for them."""

from __future__ import annotations

KIND_WORDS = {
    "cluster": "Cluster, Netzwerk, Innovationscluster, cluster, network",
    "zim_network": "ZIM-Netzwerk, ZIM-Kooperationsnetzwerk, Netzwerk, ZIM network, co-operation network",
    "research_association": "Forschungsvereinigung, Netzwerk, IGF, research association, network",
    "company": "Unternehmen, Firma, company",
    "university": "Hochschule, Universität, Lehrstuhl, Institut, university, chair, institute",
    "research": "Forschungseinrichtung, Forschungsinstitut, research institution, research institute",
    "other": "",
    "programme": "Förderprogramm, Förderung, funding programme",
    "field": "Technologiefeld, technology field",
    "news": "Nachricht, Neuigkeit, news",
    "success": "Erfolgsgeschichte, Praxisbeispiel, success story",
    "eu_project": "Verbundprojekt, Forschungsprojekt, EU-Projekt, joint project, EU research project",
    "federal_project": "Verbundprojekt, Forschungsprojekt, Bundesprojekt, joint project, research project",
}
KIND_NAMES = {
    "cluster": ("Cluster", "Cluster"),
    "zim_network": ("ZIM-Netzwerk", "ZIM network"),
    "research_association": ("Forschungsvereinigung", "Research association"),
    "company": ("Unternehmen", "Company"),
    "university": ("Lehrstuhl oder Hochschulinstitut", "University chair or institute"),
    "research": ("Forschungsabteilung", "Department of a research institution"),
    "other": ("Andere Organisation", "Other organisation"),
    "programme": ("Förderprogramm", "Funding programme"),
    "field": ("Technologiefeld", "Technology field"),
    "news": ("Nachricht", "News"),
    "success": ("Erfolgsgeschichte", "Success story"),
    "eu_project": ("Verbundprojekt der EU", "EU joint project"),
    "federal_project": ("Verbundprojekt des Bundes", "Federal joint project"),
}
STATE_NAMES = {
    "running": ("läuft", "running"),
    "ahead": ("beginnt noch", "yet to begin"),
    "ended": ("beendet", "ended"),
}
SIZE_NAMES = {
    "sme": ("Kleines oder mittleres Unternehmen", "Small or medium-sized company"),
    "large": ("Großes Unternehmen", "Large company"),
    "unknown": ("Größe nicht angegeben", "Size not stated"),
}
LEVEL_NAMES = {"gold": ("Gold", "Gold"), "silver": ("Silber", "Silver"), "bronze": ("Bronze", "Bronze")}
SIZE_WORDS = {
    "sme": "KMU, Mittelstand, kleine und mittlere Unternehmen, SME, small and medium-sized enterprise",
    "large": "Großunternehmen, Konzern, large company",
}
