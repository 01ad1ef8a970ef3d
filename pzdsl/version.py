"""The version, and the name that artefacts and records carry."""

VERSION = "0.1.0"
COMPILER = f"pzdsl {VERSION}"
