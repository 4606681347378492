# The contract with everyone who works on this. Needs GNU make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
RUN := .venv/bin/python
HOUSE := $(wildcard backend console miniprogram_api notifications sandbox wechat_platform xiangyin)

.DEFAULT_GOAL := help
.PHONY: help run test check journey bench bench-field chaos-outreach migrate clean local dev

help:  ## Say what can be made
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/; s/%/<subject>/' | \
		awk -F '\t' '{printf "  make %-18s %s\n", $$1, $$2}'

run: local  ## Set everything up and serve a demo county until Ctrl-C; SCALE=full for all its people
	@exec $(RUN) -m xiangyin up --tied

# Compiled once: without the files, every worker and every process that a test starts compiles the house anew.
test: dev  ## Run all tests
	PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest -n 2

check: dev  ## Lint, formatting, types, import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy $(HOUSE)
	.venv/bin/lint-imports

journey: dev  ## Drive the main job end to end over HTTP on a throw-away instance
	@exec $(RUN) -m xiangyin journey

bench: dev  ## Measure every subject against its plain reference
	@exec $(RUN) -m xiangyin bench

bench-field: dev  ## Let every cadre's phone come back after an outage; SCALE=1 for 500 of them
	@exec $(RUN) -m tests.load.field --scale $(or $(SCALE),0.04)

chaos-outreach: dev  ## Give outreach a bad day: faults, kills, a night; SCALE=1 for 10,000 notices
	@exec $(RUN) -m tests.load.outreach --scale $(or $(SCALE),0.05)

bench-%: dev  ## Measure one subject
	@exec $(RUN) -m xiangyin bench $*

migrate: local  ## Bring the schema at DATABASE_URL up to date
	@exec $(RUN) -m xiangyin migrate

clean:  ## Remove the demo's data, the virtual environment and caches
	@$(PYTHON) -m xiangyin.cleaning
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

local:  ## Make the virtual environment that running needs
	@PYTHON=$(PYTHON) requirements/install local

dev:  ## Make the virtual environment that tests need
	@PYTHON=$(PYTHON) requirements/install dev
