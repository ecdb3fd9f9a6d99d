# One word each. `make run` is all a fresh machine with Python 3.11, pip and make needs.

VENV ?= .venv
PYTEST = $(VENV)/bin/python -m pytest
WORKERS ?= auto
ARGS ?=
export PERCAYA_VENV = $(abspath $(VENV))

.PHONY: help run demo demo-clear test quick test-all bench check lint types borders format clean setup setup-dev

help:
	@echo "make run      start Percaya: web on 127.0.0.1:8000, mail in on 127.0.0.1:2525"
	@echo "make demo     fill a shop to look at (make demo-clear removes it)"
	@echo "make test     every test this machine can run, on SQLite   (make quick: the fast ones)"
	@echo "make test-all the same on SQLite and on PostgreSQL with Redis, and in the browser, as CI does"
	@echo "make lint     style, types, borders, templates"
	@echo "make bench    measure      make check: is everything well?      make clean: remove what was made"

setup:
	@bin/setup

setup-dev:
	@bin/setup dev

run:
	@bin/percaya serve

demo:
	@bin/percaya demo load

demo-clear:
	@bin/percaya demo clear

check:
	@bin/percaya check

test: setup-dev
	tests/services/everything sqlite

quick: setup-dev
	$(PYTEST) -n $(WORKERS) --dist loadfile -m "not slow and not browser and not mailservers" $(ARGS)

test-all: lint
	tests/services/everything

bench: setup-dev
	@bin/percaya bench http $(ARGS)

lint: setup-dev borders types
	$(VENV)/bin/ruff check percaya tests
	$(VENV)/bin/ruff format --check percaya tests
	$(VENV)/bin/djlint percaya --lint --quiet

borders: setup-dev
	@PYTHONPATH=. $(VENV)/bin/lint-imports --no-logo

types: setup-dev
	$(VENV)/bin/mypy

format: setup-dev
	$(VENV)/bin/ruff check --fix percaya tests
	$(VENV)/bin/ruff format percaya tests

clean:
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache $(VENV)
	find percaya tests -name __pycache__ -type d -prune -exec rm -rf {} + ; find percaya -name '*.mo' -delete
