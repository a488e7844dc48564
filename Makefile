# `make run` and `make test` need Python 3.11 to 3.13 and nothing else; everything they install goes into .venv.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq
INSTALLED := $(VENV)/installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run sweep validate test lint types app player player-check evidence pictures mutate torture bench docs clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 10

run: $(INSTALLED)  ## simulate the default world; tables go to results/default
	$(BIN)/alliances run default --out results/default $(ARGS)

sweep: $(INSTALLED)-analysis  ## do the runs of a design (make sweep ARGS="my-design.toml --out results/mine"); goes on where it stopped
	$(BIN)/alliances sweep $(ARGS)

validate: $(INSTALLED)-analysis  ## validate the world against the literature; report in results/validation
	$(BIN)/alliances validate --out results/validation $(ARGS)

test: $(INSTALLED)-dev  ## run the tests (ARGS="-m slow", ARGS="-k trust" choose)
	$(BIN)/python -m pytest $(ARGS)

lint: $(INSTALLED)-dev  ## check style
	$(BIN)/ruff check . $(ARGS)

types: $(INSTALLED)-dev  ## check types; mypy sees the package as it is installed
	@mkdir -p build/types/alliances
	@ln -sfn $(CURDIR)/src/alliances/* $(CURDIR)/model $(CURDIR)/analysis $(CURDIR)/experiments build/types/alliances/
	MYPYPATH=build/types $(BIN)/mypy -p alliances $(ARGS)

player:  ## build the browser player anew from the sources in player/ (needs Node)
	cd player && npm install --no-save --no-audit --no-fund && npm run build

player-check:  ## test the player, and check that the one in the package is what its sources build (needs Node)
	@if command -v npm >/dev/null; then .ci/player; else echo "there is no Node here: the player is not checked"; fi

evidence: $(INSTALLED)-app  ## keep the figures of docs/validation.md for the page Evidence
	$(BIN)/python -m alliances.experiments.player.evidence docs/validation.md

pictures: $(INSTALLED)-dev  ## photograph every page for the documentation (docs/pictures)
	$(BIN)/python -m benchmarks.pictures --out docs/pictures $(ARGS)

app: $(INSTALLED)-app  ## open the visual model in the browser
	$(BIN)/alliances app $(ARGS)

mutate: $(INSTALLED)-dev  ## plant faults in rules, steps and policies, and count those that tests catch (hours; ARGS="--count 20")
	$(BIN)/python -m tests.mutants $(ARGS)

torture: $(INSTALLED)-dev  ## kills, fuzzed files, random worlds, hostile requests, with counts (hours; ARGS="--kills 2 --files 500")
	$(BIN)/python -m tests.torture $(ARGS)

bench: $(INSTALLED)-dev  ## measure speed and size, and write the table of docs/performance.md (ARGS="--quick")
	$(BIN)/python -m benchmarks.performance --out docs/performance.md $(ARGS)

docs: $(INSTALLED)  ## write docs/odd.md anew from the declarations
	$(BIN)/alliances describe --out docs/odd.md

clean:  ## remove what was installed, built and cached (results stay)
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time this takes a minute or two."

$(INSTALLED): pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(INSTALLED)-analysis: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[analysis]'
	@touch $(INSTALLED) $@

$(INSTALLED)-app: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[app]'
	@touch $(INSTALLED) $@

$(INSTALLED)-dev: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[app,dev]'
	@touch $(INSTALLED) $(INSTALLED)-analysis $(INSTALLED)-app $@
