# Everything builds its own virtual environment from the hashed lock: python3 (3.11 or newer) with venv, and make, are all it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq

.PHONY: ingest test quick check soak bench lock clean help

help:
	@echo "make ingest   load the sample pages into warehouse.duckdb and show what came in"
	@echo "make test     the whole test suite"
	@echo "make quick    the parsers' tests, under a minute"
	@echo "make check    ruff and mypy"
	@echo "make bench    speed and quality, side by side with other extractors"
	@echo "make soak     200 kills, 20,000 fuzzed pages: hours"
	@echo "make lock     resolve the dependencies anew (needs uv)"

$(VENV)/run.stamp: deploy/requirements.lock pyproject.toml
	@echo "fazhi: installing into $(VENV) (a minute or two, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-deps --require-hashes -r deploy/requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: deploy/requirements-dev.lock $(VENV)/run.stamp
	@$(PIP) install --no-deps --require-hashes -r deploy/requirements-dev.lock
	@touch $@

# What Python made of the parsers' expressions is kept, as it keeps their byte code: half a second of each command.
$(VENV)/kept.stamp: $(VENV)/run.stamp $(shell find parsers seeds -name '*.py' -o -name '*.csv')
	@$(BIN)/python -m parsers.keep_expressions
	@touch $@

ingest: $(VENV)/kept.stamp
	@$(BIN)/fazhi ingest

test: $(VENV)/dev.stamp $(VENV)/kept.stamp
	@$(BIN)/python -m pytest -q -n 4 --dist loadfile --no-loadscope-reorder --durations=25

quick: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -q -n 2 tests/parsers

check: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m parsers.seed_check

soak: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.whole.crash --kills 200
	@FAZHI_TEST_KILLS=20 $(BIN)/python -m pytest -q tests/whole/test_kill_deposits.py tests/whole/test_survive_kill.py tests/warehouse/test_replace_whole.py
	@FAZHI_TEST_EXAMPLES=100 $(BIN)/python -m pytest -q tests/warehouse/test_load_in_any_order.py
	@$(BIN)/python -m tests.fuzz --pages 20000

bench: $(VENV)/dev.stamp $(VENV)/kept.stamp
	@$(BIN)/python -m tests.benchmarks

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra build pyproject.toml --output-file deploy/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra build --extra scale --constraints deploy/requirements.lock pyproject.toml --output-file deploy/requirements-scale.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra build --extra dev --constraints deploy/requirements.lock pyproject.toml --output-file deploy/requirements-dev.lock
	echo 'duckdb>=2.0,<2.1' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --no-config - --output-file deploy/requirements-duckdb2.lock

clean:
	rm -rf $(VENV) build *.egg-info
