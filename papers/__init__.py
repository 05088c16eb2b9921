"""Bills of materials, licences, advisories, releases: `python3 run.py sbom`, `release` and so on."""
