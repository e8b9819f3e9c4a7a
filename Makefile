# Every target has one line of help: `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test quick test-postgres browser lint format bench bench-quality requirements clean

export NERVECENTER_DATA ?= ./data
export NERVECENTER_ADDRESS ?= 127.0.0.1:8000

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
# The core: domain, the rules of the architecture, records and their history. The rest is pages, API, command line.
QUICK = tests/domain tests/architecture $(wildcard tests/foundation/test_*.py)
# Extra words for pytest or the benchmark: make test ARGS="-k import"
ARGS ?=

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is needed, load the sample company on the first run, and serve it
	@scripts/bootstrap.sh run
	@$(BIN)/nervecenter demo gitlab --if-empty
	@exec $(BIN)/nervecenter serve

test: ## Run every test, in the browser too where there is a Chromium
	@scripts/bootstrap.sh dev
	@scripts/chromium.sh
	$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS)

quick: ## Run the core of the tests, which takes seconds
	@scripts/bootstrap.sh dev
	$(PYTEST) -n $(WORKERS) --dist worksteal -m "not browser and not slow" --hypothesis-profile quick $(QUICK) $(ARGS)

test-postgres: ## Run the database tests on a PostgreSQL that is started for them
	@scripts/bootstrap.sh dev
	@scripts/postgres.sh $(PYTEST) -n $(WORKERS) --dist worksteal -m "not browser" \
		--ignore tests/domain --ignore tests/architecture --ignore tests/samples $(ARGS)

browser: ## Run only the tests that drive a real Chromium
	@scripts/bootstrap.sh dev
	@scripts/chromium.sh
	$(PYTEST) -m browser $(ARGS)

lint: ## Check style, types, layers, templates and migrations
	@scripts/bootstrap.sh dev
	@scripts/lint.sh

format: ## Rewrite Python and templates in the house style
	@scripts/bootstrap.sh dev
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 6.1

bench: ## Measure speed and memory on SQLite and PostgreSQL; write benchmarks/results
	@scripts/bootstrap.sh dev
	$(BIN)/python -m benchmarks $(ARGS)

bench-quality: ## Measure how good and how quick proposals are, on public samples where they are at hand
	@scripts/bootstrap.sh dev
	$(BIN)/python -m benchmarks.quality $(ARGS)

requirements: ## Pin the dependencies of pyproject.toml again, with hashes
	@scripts/requirements.sh

clean: ## Remove the environment and every cache; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
