# Everything one does with marsad, a word each; `make` alone prints the list.
# Needs Python 3.11 or newer and make. PYTHON=/path/to/python chooses the interpreter.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ASSETS := src/marsad/web/static/vendor/.lock
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
SAMPLES := src/marsad/cli/samples/reports.jsonl
EVENT := src/marsad/cli/samples/one-event.jsonl
DEMO := sqlite:///out/demo.db
NOTICE := Sample texts: examples of language and coding, no source of facts.

.PHONY: help setup demo test lint evaluate weights triage model gazetteer docs bench lock clean

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: $(READY) $(ASSETS) ## make .venv with all that is locked (other targets do it by themselves)

$(READY): requirements.lock pyproject.toml
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  rm -rf $(VENV); found=; \
	  for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      found=$$python; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "marsad needs Python 3.11 or newer; none found as $(if $(PYTHON),$(PYTHON),python3, python3.13, python3.12, python3.11 or python)." >&2; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; fi; \
	  echo "making $(VENV) with $$("$$found" -V)"; \
	  "$$found" -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "This Python cannot make a virtual environment with pip. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; }; }
	@echo "installing what requirements.lock names"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(ASSETS): tools/web_assets.toml | $(READY)
	@echo "fetching the console's scripts, fonts and map outlines"
	@$(BIN)/python tools/web_assets.py
	@touch $@

demo: $(READY) $(ASSETS) ## code nine sample reports, link them in a record, and show one incident with its three reports
	@mkdir -p out
	@echo "$(NOTICE)"
	@$(BIN)/marsad code $(SAMPLES) --html out/demo.html --notice "$(NOTICE)"
	@echo
	@rm -f out/demo.db out/demo.db-wal out/demo.db-shm
	@$(BIN)/marsad init --database $(DEMO)
	@$(BIN)/marsad add $(EVENT) $(SAMPLES) --database $(DEMO)
	@echo
	@$(BIN)/marsad list --database $(DEMO)
	@$(BIN)/marsad show 1 --database $(DEMO)
	@echo
	@echo "The record: MARSAD_DATABASE=$(DEMO) $(BIN)/marsad list"
	@echo "The reports, with the words that say each field: file://$(CURDIR)/out/demo.html"
	@echo "$(NOTICE)"

test: lint $(ASSETS) ## lint, types, all tests and the corpus check
	$(BIN)/pytest -n 2

lint: $(READY) ## ruff check, ruff format --check, mypy, the rules of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tools/house.py

evaluate: $(READY) ## score the reader on the dev split of the corpus, and write out/evaluation.json
	$(BIN)/marsad evaluate

weights: $(READY) ## fit the weights of the lexical reader on the train split
	$(BIN)/python tools/fit_lexical.py

triage: $(READY) ## train the sieve on the train split, MUC-4 and everyday words (installs wordfreq)
	@$(PIP) install 'wordfreq==3.1.1'
	$(BIN)/python -m training.triage

TRAINER := out/training-venv
RUN := out/model/run
DATA ?= ../shared/data

$(TRAINER)/.ready: training/requirements.txt requirements.lock
	$(BIN)/python -m venv $(TRAINER)
	$(TRAINER)/bin/python -m pip --disable-pip-version-check --no-input -q install -r training/requirements.txt
	$(TRAINER)/bin/python -m pip --disable-pip-version-check --no-input -q install -e .
	@touch $@

model: $(READY) $(TRAINER)/.ready ## train the learned reader, settle it on dev and pack it: hours on two cores, goes on where it stopped
	$(TRAINER)/bin/python -m training.base
	$(TRAINER)/bin/python -m training.train --out $(RUN) --data $(DATA) --resume
	$(TRAINER)/bin/python -m training.settle --run $(RUN)
	$(TRAINER)/bin/python -m training.plot --run $(RUN)
	$(TRAINER)/bin/python -m training.export --run $(RUN) --into src/marsad/reading/data/learned

gazetteer: $(READY) ## build the gazetteer anew from locked packages and tools/gazetteer
	$(BIN)/python tools/build_gazetteer.py

docs: $(READY) ## write docs/codebook.md from the codebook's data
	$(BIN)/python tools/make_codebook_page.py

bench: $(READY) ## reports a second, memory and start-up time
	$(BIN)/python bench/lexical.py
	$(BIN)/python bench/speed.py

lock: $(READY) ## make requirements.lock anew from pyproject.toml
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	$(BIN)/python -m uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --upgrade -o requirements.lock

clean: ## remove .venv, out and all caches
	rm -rf $(VENV) out dist build src/marsad/web/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools bench examples -name __pycache__ -type d -prune -exec rm -rf {} +
