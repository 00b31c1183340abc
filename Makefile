# Everything a newcomer needs: `make run` and `make test`. Needs Python >= 3.11 and make, no more.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# Node from the virtual environment where the machine has none.
export PATH := $(PATH):$(CURDIR)/$(BIN)

.PHONY: help setup run test journeys check bench demo clean lock format messages reference

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.run jishi/static/build/manifest.json $(VENV)/.messages  ## Install what the market needs

run: setup  ## Start the market with its demo and print its address
	$(BIN)/jishi up --demo

test: setup $(VENV)/.test  ## Unit and integration tests, then the browser journeys
	$(PY) -m pytest -n auto --maxprocesses 4
	$(PY) -m pytest -m "journey or faults or load"

check: setup $(VENV)/.test  ## Style, types, walls, migrations, templates, front end
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(PY) -m jishi.run.checks
	$(BIN)/djlint jishi --lint --quiet
	npm run --silent check

bench: setup $(VENV)/.test  ## All benchmarks, one JSON object a line
	$(PY) -m bench all

demo: setup  ## Seed the demo market into var/
	$(BIN)/jishi demo

format: $(VENV)/.test  ## Put Python into its layout
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

messages: $(VENV)/.run  ## Collect messages to translate, compile what is translated
	$(PY) -m jishi.config.messages
	@touch $(VENV)/.messages

reference: $(VENV)/.run  ## Redraw docs/events.md, policies.md, states.md and api/openapi.json
	$(PY) -m jishi.config.reference
	DJANGO_SETTINGS_MODULE=jishi.config.settings $(PY) -m django write_openapi

lock: $(VENV)/.setup  ## Pin and hash requirements/*.in
	for f in setup run test; do $(BIN)/uv pip compile --quiet --generate-hashes --universal \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate \
	  --custom-compile-command "make lock" requirements/$$f.in -o requirements/$$f.txt; done

clean:  ## Remove everything that was built or installed (not var/)
	rm -rf $(VENV) node_modules jishi/static/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find jishi -name '*.mo' -delete

$(VENV)/.setup: requirements/setup.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Jishi needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@touch $@

$(VENV)/.run: $(VENV)/.setup requirements/run.txt pyproject.toml
	$(BIN)/uv pip install --quiet --python $(PY) --require-hashes --no-build-isolation-package python-alipay-sdk -r requirements/run.txt
	$(BIN)/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(BIN)/uv pip install --quiet --python $(PY) --require-hashes --no-build-isolation-package python-alipay-sdk -r requirements/test.txt
	@touch $@

$(VENV)/.messages: $(VENV)/.run $(shell find jishi -name django.po 2>/dev/null)
	$(PY) -m jishi.config.messages --compile-only
	@touch $@

node_modules/.installed: package.json package-lock.json $(VENV)/.run
	npm ci --silent --no-audit --no-fund
	@touch $@

jishi/static/build/manifest.json: node_modules/.installed vite.config.ts $(shell find frontend -type f 2>/dev/null) $(shell find jishi -name '*.html' 2>/dev/null)
	npm run --silent build
	@touch $@
