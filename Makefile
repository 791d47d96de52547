# make demo  installs policykb here and does the main job; make test  runs everything that must hold.
# Both need only Python 3.11 or newer and make; each makes its own virtual environment (.venv) when it is missing.

.DEFAULT_GOAL := demo
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
JOBS ?= 2

.PHONY: demo test lint docs seed-check seed-form bench faults clean

demo: $(VENV)/demo-ready
	@mkdir -p demo
	@$(BIN)/policykb init --db demo/policykb.db
	@for query in "recommendations mentioning IPEF" "recommendations to Japan on economic" \
	  'recommendations by "Japanese participants"'; do \
	  echo; echo "\$$ policykb query '$$query'"; $(BIN)/policykb query "$$query" --db demo/policykb.db; done
	@echo
	@$(BIN)/policykb export "recommendations" --db demo/policykb.db -o demo/recommendations.csv --force
	@echo "Ask on: $(BIN)/policykb query \"...\" --db demo/policykb.db"

test: lint
	$(BIN)/python -m pytest -q -n $(JOBS)

lint: $(VENV)/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/dev-ready
	$(BIN)/python docs/generate.py
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -b html -d build/doctrees docs site

seed-check: $(VENV)/dev-ready
	$(BIN)/python docs/generate.py seed

seed-form: $(VENV)/dev-ready
	$(BIN)/python docs/seed_form.py

bench: $(VENV)/dev-ready
	$(BIN)/python -m benchmarks

faults: $(VENV)/dev-ready
	POLICYKB_FAULTS=full $(BIN)/python -m pytest -q tests/faults tests/seed/test_dump.py tests/seed/test_extend.py tests/seed/test_diff.py \
	  tests/store/test_undo_properties.py tests/store/test_health.py tests/store/test_copies.py tests/kb/test_compare_packs.py tests/query/test_mutants.py tests/query/test_oracle.py

clean:
	rm -rf $(VENV) demo build dist site

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "policykb needs Python 3.11 or newer; none was found (PYTHON=/path/to/python make ...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo-ready: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev-ready: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/demo-ready
