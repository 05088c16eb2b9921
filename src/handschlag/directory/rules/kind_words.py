"""By which words people look for a kind of entry, in both languages."""

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
}
SIZE_WORDS = {
    "sme": "KMU, Mittelstand, kleine und mittlere Unternehmen, SME, small and medium-sized enterprise",
    "large": "Großunternehmen, Konzern, large company",
}
