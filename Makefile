# `make demo` and `make test` do all the set-up that they need, in a virtual environment beside this file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint measure bench build tables clean

$(STAMP): pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)  ## 1,000 complete patients of each shipped disease, and three of them on the screen
	@$(BIN)/python -m pzdsl.cli.demo

test: $(STAMP)  ## the whole test suite
	@$(BIN)/python -m pytest

lint: $(STAMP)  ## format, lint, types, canonical specs, current artefacts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pzc check --strict specs priors
	@$(BIN)/pzc fmt --check specs priors
	@$(BIN)/pzc build --check specs

measure: $(STAMP)  ## every figure that docs/measurements quotes, in full
	@$(BIN)/python -m bench.measure

bench: $(STAMP)  ## speed, side by side with hand-written NumPy
	@$(BIN)/python -m pytest bench --benchmark-only --benchmark-columns=median,ops,rounds

build: $(STAMP)  ## compiled/*.json from specs/*.pz
	@$(BIN)/pzc build specs

tables: $(STAMP)  ## the parser's tables from grammar/pz.lark
	@$(BIN)/python -m pzdsl.syntax.tables

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .hypothesis
