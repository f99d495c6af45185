# Every task of the project; `make` alone lists them. Needs a Python >= 3.11 and a package index.
# The environment lives in .venv and is installed anew only when pyproject.toml or the lock change.
VENV := .venv
BIN := $(VENV)/bin

# The first interpreter that runs (a shim may not), is new enough and can make an environment.
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	if $$p -c '$(USABLE)' >/dev/null 2>&1; then echo $$p; break; fi; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--constraint requirements.lock --editable
# Further arguments for pytest, such as PYTEST_ARGS='-k trace'.
PYTEST_ARGS ?=
PYTEST := $(BIN)/python -m pytest $(PYTEST_ARGS)
# All but the long runs; in one session, which finds the tests and fills the homes once.
ALL := not torture and not bench and not bench_neo4j and not bench_dashboard and not bench_rca

.DEFAULT_GOAL := help
.PHONY: help demo test test-all backends figures dev fmt lint types imports bench bench-neo4j bench-rca bench-dashboard tour torture cover docs lock clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.core ## load the bundled sample province, print a traced answer, serve the pages
	$(BIN)/suyuan demo

test: $(VENV)/.browser ## run every test but those of test-all, torture and bench, on all cores
	$(PYTEST) --numprocesses auto

test-all: $(VENV)/.browser ## run those, on the newest Neo4j and on servers that are killed too
	$(PYTEST) -m '$(ALL)' --numprocesses auto

backends: $(VENV)/.test ## compare every question on every store, and write the table of it
	$(PYTEST) tests/contract/test_questions.py -m 'not torture' \
		--backends-page docs/reference/backends.md

figures: $(VENV)/.test ## measure the reading of documents, and write the table of it
	$(PYTEST) tests/golden/test_documents.py --document-figures docs/reference/document-figures.md

dev: $(VENV)/.dev ## install all extras and the pre-commit hooks

fmt: $(VENV)/.test ## format, and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lint: $(VENV)/.test ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test ## check types (mypy --strict)
	$(BIN)/mypy

imports: $(VENV)/.test ## check who imports whom
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.test ## measure speed and memory, printed as a table
	$(PYTEST) -m bench --capture=no

bench-neo4j: $(VENV)/.test ## the same for Neo4j, beside other ways to fill it and to ask it
	$(PYTEST) -m bench_neo4j --capture=no

bench-rca: $(VENV)/.test ## how well planted causes are found, beside other ways to find them
	$(PYTEST) -m bench_rca --capture=no tests/bench/rca

bench-dashboard: $(VENV)/.browser ## measure the pages in a browser, and with twenty users for 30 minutes
	$(PYTEST) -m bench_dashboard --capture=no

torture: $(VENV)/.test ## run the long tests of kills and of damage, and write the pages of them
	$(PYTEST) -m torture --torture-page docs/reference/torture.md \
		--damage-page docs/reference/damage.md

tour: $(VENV)/.browser ## take the pictures of the guided tour anew
	$(PYTEST) tests/browser/test_tour.py --tour-pictures docs/tutorial/pictures

cover: $(VENV)/.test ## run the tests and show the lines they never reach
	$(BIN)/coverage run -m pytest $(PYTEST_ARGS)
	$(BIN)/coverage report

docs: $(VENV)/.test ## run the examples of the documentation
	$(PYTEST) tests/docs

lock: $(VENV)/.home ## renew requirements.lock for every extra, platform and Python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
		--all-extras --no-emit-package kglite --custom-compile-command 'make lock' \
		--output-file requirements.lock

clean: ## remove the environment and everything built (never the data in .suyuan)
	rm -rf $(VENV) build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache
	find ontology graph loaders queries dashboard tests -name __pycache__ -prune \
		-exec rm -rf {} +

$(VENV)/.core: $(VENV)/.home pyproject.toml requirements.lock
	@echo 'Installing the packages (first time: about a minute) ...'
	$(INSTALL) '.[dashboard,documents]'
	@touch $@

$(VENV)/.test: $(VENV)/.home pyproject.toml requirements.lock
	@echo 'Installing the packages for tests (first time: about a minute) ...'
	$(INSTALL) '.[test]'
	@touch $(VENV)/.core $@

$(VENV)/.browser: $(VENV)/.test tests/browser/provide.sh
	@tests/browser/provide.sh
	@touch $@

$(VENV)/.dev: $(VENV)/.home pyproject.toml requirements.lock .pre-commit-config.yaml
	$(INSTALL) '.[all,test]'
	@if [ -e .git ]; then $(BIN)/pre-commit install; fi
	@touch $(VENV)/.core $(VENV)/.test $@

# An environment knows its folder by absolute path: one that was copied or moved is made anew.
ifneq ($(shell cat $(VENV)/.home 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.home
endif
$(VENV)/.home:
	@'$(PYTHON)' -c '$(USABLE)' >/dev/null 2>&1 || { \
		echo 'make: no Python >= 3.11 with its modules venv and ensurepip was found.' >&2; \
		echo '  Debian, Ubuntu: apt install python3 python3-venv (or python3.11-venv, ...)' >&2; \
		echo '  or name one:    make $(or $(MAKECMDGOALS),demo) PYTHON=/path/to/python3' >&2; \
		exit 1; }
	@rm -rf $(VENV)
	'$(PYTHON)' -m venv $(VENV)
	@echo '$(CURDIR)' > $@
