# The verbs of the project: `make help` lists them. Works with GNU make 3.81 and newer.

PYTHON ?= python3
UV ?= uv

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" $(ARGS)

# A tree that was moved, or an interpreter that was replaced, leaves a .venv that looks finished and is not.
STALE := $(shell test -x $(BIN)/python && test "$$(cat .venv/.place 2>/dev/null)" = "$$(pwd) $(PYTHON)" || echo FORCE)

.DEFAULT_GOAL := help
.PHONY: help demo results bench bench-merge bench-asking test check lint format types layers wheel label-studio ray lock clean FORCE

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: .venv/.ready ## Replay the five seed articles and print the event they tell
	$(BIN)/claimx run seeds/articles --model relay --cassette cassettes/seeds.yaml --out out
	$(BIN)/claimx show out --main

results: .venv/.dev ## Score the five seed articles against seeds/gold, as the README shows it
	$(BIN)/claimx run seeds/articles --model relay --cassette cassettes/seeds.yaml --out out
	$(BIN)/python benchmarks/results.py

bench: .venv/.dev ## Measure time and memory (ARGS=10000: events to score)
	$(BIN)/python benchmarks/scoring.py $(ARGS)

bench-merge: .bench/.ready ## Measure merging beside Splink, DuckDB and a loop (ARGS=1000000: records; docs/benchmarks.md)
	.bench/$(notdir $(BIN))/python -m benchmarks.merging $(ARGS)

bench-asking: .bench/.ready ## Measure asking beside httpx2, openai, instructor and langextract (ARGS="--replay 100000")
	.bench/$(notdir $(BIN))/python -m benchmarks.asking $(ARGS)

test: .venv/.dev ## Run the tests, the network blocked (ARGS="-k words" chooses some)
	$(BIN)/python -m pytest $(ARGS)

check: lint types layers test ## Everything a change has to pass

lint: .venv/.dev ## Look for faults and unformatted code
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check

format: .venv/.dev ## Format the code and mend what can be mended
	$(BIN)/python -m ruff check --fix-only
	$(BIN)/python -m ruff format

types: .venv/.dev ## Check the types
	$(BIN)/python -m mypy

layers: .venv/.dev ## Check what may import what
	$(BIN)/lint-imports

wheel: .venv/.ready ## Build the wheel and try it in an empty environment, from another folder
	sh tests/packaging/check_wheel.sh $(BIN)/python

label-studio: requirements/dev.txt requirements/label-studio.txt ## Check the exchange with Label Studio by its own package (400 MB)
	@"$(PYTHON)" -m venv .label-studio
	@.label-studio/$(notdir $(BIN))/python -m pip -qq --disable-pip-version-check install --require-hashes \
		-r requirements/dev.txt -r requirements/label-studio.txt
	.label-studio/$(notdir $(BIN))/python -m pytest tests/annotating -k label_studio $(ARGS)

ray: requirements/dev.txt requirements/ray.txt ## Run the tests of the engine for clusters on a Ray of this machine (600 MB)
	@"$(PYTHON)" -m venv .ray
	@.ray/$(notdir $(BIN))/python -m pip -qq --disable-pip-version-check install --require-hashes \
		-r requirements/dev.txt -r requirements/ray.txt
	@.ray/$(notdir $(BIN))/python -m pip -qq --disable-pip-version-check install --no-deps --no-build-isolation --editable .
	.ray/$(notdir $(BIN))/python -m pytest tests/running $(ARGS)

lock: ## Choose the locked versions anew where pyproject.toml asks for it (needs uv; ARGS=--upgrade for all)
	$(COMPILE) requirements/build.in pyproject.toml --extra html --extra parquet --extra score --extra tokens --group dev -o requirements/dev.txt
	$(COMPILE) requirements/build.in -c requirements/dev.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
	$(COMPILE) pyproject.toml --extra parquet --group bench -o requirements/bench.txt
	$(COMPILE) pyproject.toml --group label-studio -c requirements/dev.txt -o requirements/label-studio.txt
	$(COMPILE) pyproject.toml --extra ray -c requirements/dev.txt -o requirements/ray.txt

clean: ## Remove everything that the other verbs made
	rm -rf .venv .bench .label-studio .ray out dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find claimx tests -name __pycache__ -prune -exec rm -rf {} +

# The environment is made from nothing whenever its locks change; a stamp stands for each finished step, so that
# a step that was interrupted is taken again.

.venv/.runtime: requirements/build.txt requirements/runtime.txt $(STALE)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'claimx needs Python 3.11 or newer as "$(PYTHON)"; name another one: make PYTHON=python3.12'; exit 1; }
	@echo 'Setting up .venv with the locked versions ...'
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@echo "$$(pwd) $(PYTHON)" > .venv/.place
	@touch $@

.venv/.ready: .venv/.runtime pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt | .venv/.ready
	@echo 'Adding what the tests need ...'
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.bench/.ready: requirements/bench.txt
	@echo 'Setting up .bench with the locked versions ...'
	@rm -rf .bench
	@"$(PYTHON)" -m venv .bench
	@.bench/$(notdir $(BIN))/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements/bench.txt
	@touch $@
