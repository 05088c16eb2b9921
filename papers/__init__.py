"""The papers of a release: bills of materials, licences, the release itself. `python3 run.py sbom`, `release`, ..."""
