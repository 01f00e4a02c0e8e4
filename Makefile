# Everything a newcomer types. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run demo-reset test test-fast lint format bench bench-full coverage assets lock

PYTHON := .venv/bin/python
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-header

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## The demonstration on http://localhost:8000 (PORT=9000 make run for another port)
	@.ci/prepare run
	@.ci/start

demo-reset: ## Throw the demonstration's data away and make it anew
	@.ci/prepare run
	@.ci/demo-reset

test: ## Every check and every test, on PostgreSQL and Redis, then on SQLite
	@.ci/prepare test
	@.ci/test

test-fast: ## The tests that need no server and no browser, on SQLite
	@.ci/prepare test
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON) -m pytest -q \
		-m "not journey and not postgres and not redis and not processes"

lint: ## The checks of style, types and layout, without the tests
	@.ci/prepare test
	@.ci/checks

format: ## Put the Python code into its usual form
	@.ci/prepare test
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

bench: ## Speed: sweep, documents and main pages; a table and JSON
	@.ci/prepare test
	@$(PYTHON) -m tests.services $(PYTHON) -m tests.bench

bench-full: ## The same with more rounds and larger partnerships
	@.ci/prepare test
	@$(PYTHON) -m tests.services $(PYTHON) -m tests.bench --full

coverage: ## Which lines the quick tests reach
	@.ci/prepare test
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON) -m pytest -q --cov --cov-report=term-missing:skip-covered \
		-m "not journey and not postgres and not redis and not processes"

assets: ## Rebuild static/vendor/ from static/package.json (needs Node)
	@cd static && npm ci --no-audit --no-fund && node build-assets.mjs

lock: ## Write the locked requirements anew from requirements*.in (UPGRADE=1 for newer versions)
	@.ci/prepare test
	@$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt requirements.in
	@$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-dev.txt \
		--constraints requirements.txt requirements-dev.in
