# Everything that is done with this repository, from nothing. `make help` lists it.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NODE_STAMP := node_modules/.installed

.DEFAULT_GOAL := help
.PHONY: help test lint types unit pyodide browser engines bench demo clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

test: lint types unit pyodide browser engines ## everything that is tested

lint: $(STAMP) ## style, and which way imports may go
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(STAMP) $(NODE_STAMP) ## mypy over core, tsc over the page's modules
	$(BIN)/mypy
	$(BIN)/python toolchain/npm.py exec -- tsc -p browser_shell/tsconfig.json

unit: $(STAMP) ## on CPython
	$(BIN)/python -m pytest tests/unit tests/server tests/toolchain -n 2 --dist loadfile -q

pyodide: $(STAMP) ## inside Pyodide, on Node
	$(BIN)/python -m pytest tests/pyodide -q

browser: $(STAMP) $(NODE_STAMP) ## in Chromium
	$(BIN)/python toolchain/find_chromium.py
	$(BIN)/python -m pytest tests/browser -n 2 --dist loadfile -q -r fER --reruns 1

engines: $(STAMP) ## a few scenes in Firefox and WebKitGTK
	$(BIN)/python toolchain/find_engines.py
	$(BIN)/python -m pytest tests/engines -q -r fER --reruns 1

bench: $(STAMP) $(NODE_STAMP) ## measure, beside vanilla JavaScript, React, PyScript and others
	$(BIN)/python toolchain/find_chromium.py
	$(BIN)/python toolchain/npm.py ci --prefix bench
	$(BIN)/python -m bench

demo: $(STAMP) ## the gallery
	$(BIN)/skerry demo

clean: ## remove what the other targets have made
	rm -rf $(VENV) node_modules bench/node_modules bench/results test-results dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(STAMP): pyproject.toml hatch_build.py package-lock.json browser_shell/skerry_browser/vendor.json
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group test
	touch $@

$(NODE_STAMP): $(STAMP) package-lock.json
	$(BIN)/python toolchain/npm.py ci
	touch $@
