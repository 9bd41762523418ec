# `make run` starts the workshop, `make test` tests it; both make the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help run demo test tools seeds faults bench-mocks lint lock clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.done  ## start the whole workshop; Ctrl-C stops it
	@$(BIN)/taller up

demo: $(VENV)/run.done  ## a day's work against the running workshop
	@$(BIN)/taller demo

test: $(VENV)/test.done  ## all the tests: unit, integration, contract
	$(BIN)/python -m pytest

tools: $(VENV)/test.done  ## install what the tests need, Schemathesis too, and run nothing

seeds: $(VENV)/test.done  ## the contract tests with ten other seeds
	$(BIN)/python -m contract_tests.seeds
	$(BIN)/python -m contract_tests.seeds --contracts

faults: $(VENV)/test.done  ## put faults into correct services, and see that the harness finds each
	$(BIN)/python -m contract_tests.faults --profile quick --profile standard:clientes,vehiculos,trabajos --stock clientes,vehiculos,trabajos --notes build/faults/ours.jsonl --markdown docs/faults.md

bench-mocks: $(VENV)/test.done  ## the stand-ins' speed and memory beside Prism, Mockoon and open-api-mocker
	$(BIN)/python -m bench.mocks

lint: $(VENV)/test.done  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:  ## choose the newest versions that fit and pin them in requirements/
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet uv
	for set in workshop test; do \
	  $(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra $$set \
	    --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' setup.cfg requirements/build.in -o requirements/$$set.txt; \
	done

clean:  ## forget the environment and what was built
	rm -rf $(VENV) build dist src/*.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here: install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# A mark per set of requirements: installing again happens only when the lock or the metadata changed.
$(VENV)/run.done: $(VENV)/bin/python requirements/workshop.txt setup.cfg
	@test -e $(VENV)/test.done || $(MAKE) --no-print-directory install SET=workshop
	@touch $@

$(VENV)/test.done: $(VENV)/bin/python requirements/test.txt setup.cfg
	@$(MAKE) --no-print-directory install SET=test
	@touch $@

.PHONY: install
install:
	@echo "Installing what requirements/$(SET).txt pins ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements/$(SET).txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
