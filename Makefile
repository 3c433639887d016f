# earshot: `make help` lists what can be done. The environment is the project's own .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Run time never reaches for the network: the models are in the environment.
export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export EARSHOT_DATA_DIR ?= $(CURDIR)/var

.PHONY: help
help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "earshot needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt 'torch==2.13.0'
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: setup
setup: $(VENV)/.ready ## Make the environment (.venv) from the pinned versions

.PHONY: run
run: setup ## Start earshot on the bundled fictional notes and show what comes of them
	@$(BIN)/earshot demo --keep

.PHONY: stop
stop: ## End the service that `make run` started
	@if [ -f $(EARSHOT_DATA_DIR)/service.pid ] && kill $$(cat $(EARSHOT_DATA_DIR)/service.pid) 2>/dev/null; \
	then echo "stopped"; else echo "it was not running"; fi; rm -f $(EARSHOT_DATA_DIR)/service.pid

.PHONY: serve
serve: setup ## Run the service in the foreground
	@$(BIN)/earshot serve

.PHONY: test
test: setup ## Check style, types and structure, then run the tests
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest --quiet --numprocesses 2 --dist loadfile

.PHONY: lint
lint: setup ## Check style, types and who imports whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: bench
bench: setup ## Measure notes per second against the obvious pipeline
	@$(BIN)/earshot evaluate speed

.PHONY: evaluate
evaluate: setup ## Measure redaction and coding on the corpus's dev part
	@$(BIN)/earshot evaluate redaction --split dev
	@$(BIN)/earshot evaluate coding --split dev

.PHONY: corpus
corpus: setup ## Build the corpus from what its writers wrote, and say whether it is sound
	$(BIN)/python scripts/build_corpus.py
	@$(BIN)/earshot evaluate corpus

.PHONY: openapi
openapi: setup ## Write the API's description from the code
	$(BIN)/python scripts/write_openapi.py

.PHONY: screens
screens: setup ## Take the README's screenshots (needs Chromium)
	$(BIN)/python scripts/take_screens.py

.PHONY: lines
lines: ## Count the lines of each file of code
	@git ls-files '*.py' '*.mjs' '*.html' '*.css' | xargs wc -l | sort -n

.PHONY: clean
clean: stop ## Remove the environment and the data of `make run`
	rm -rf $(VENV) $(EARSHOT_DATA_DIR)
