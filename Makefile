# `make demo` grades a small class, `make test` runs the tests; each sets up what it needs in .venv first.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long lint docs test-browser test-lowest clean

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= auto
# PyTorch's default build for Linux carries gigabytes of CUDA that this exercise has no use for. The CPU build
# is on PyTorch's own index; where pip is already told where to find packages, that is respected instead.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH := $(shell grep '^torch==' constraints.txt)

help:
	@echo "make demo          build the notebooks, grade a small made class, print the marks"
	@echo "make test          run the tests"
	@echo "make test-long     run those that play other machines, install the package, or send a class there and back"
	@echo "make test-browser  run the tests that need Chromium"
	@echo "make test-lowest   run the fast tests with the oldest releases that pyproject.toml allows"
	@echo "make lint          ruff and mypy"
	@echo "make docs          build the documentation as a site in build/docs"
	@echo "make clean         remove $(VENV) and what make demo wrote"

$(VENV)/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@if [ "$$(uname -s)" = Linux ] && ! $(BIN)/python -m pip config list | grep -E 'index-url|find-links' >/dev/null; then \
		echo "installing $(TORCH), CPU build"; \
		$(BIN)/python -m pip install -q --index-url $(TORCH_INDEX) $(TORCH) || $(BIN)/python -m pip install -q $(TORCH); \
	else $(BIN)/python -m pip install -q $(TORCH); fi
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev,cluster,postgres]'
	@touch $@

demo: $(VENV)/ready
	$(BIN)/gaussfit build
	$(BIN)/python examples/demo_class.py demo

test: $(VENV)/ready lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not long"

test-long: $(VENV)/ready
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m long

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A warning is an error: a link that leads nowhere, a page that is in no contents.
docs: $(VENV)/ready
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[docs]'
	$(BIN)/python docs/site/commands.py --check || { echo "docs/commands.md: run python docs/site/commands.py"; exit 1; }
	$(BIN)/python -m sphinx -q -W --keep-going -E -c docs/site . build/docs
	@echo "open build/docs/index.html"

# As root, as in CI, Chromium is installed where apt-get knows it; elsewhere its absence is told.
test-browser: $(VENV)/ready
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[browser]'
	@found() { $(BIN)/python -c 'import sys; from benchmarks.browsing import chromium_path; sys.exit(not chromium_path())'; }; \
	found || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1; \
	found || { echo "Chromium is missing: install it, or name it with CHROMIUM=/path/to/it."; exit 1; }
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile tests/browser

# An environment of its own; TORCH_INDEX as above. What starts no student's process is fast. Old releases warn of new ones.
LOWEST ?= .venv-lowest
FAST := tests/gaussfit tests/grader/authoring tests/grader/checking tests/grader/collecting tests/grader/doctor \
	tests/grader/lines tests/grader/reading tests/grader/render tests/grader/running/test_wire.py tests/grader/test_results.py
test-lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(PYTHON) tests/lowest.py > $(LOWEST)/lowest.txt
	$(LOWEST)/bin/python -m pip install -q --index-url $(TORCH_INDEX) "$$(grep '^torch==' $(LOWEST)/lowest.txt)" \
		|| $(LOWEST)/bin/python -m pip install -q "$$(grep '^torch==' $(LOWEST)/lowest.txt)"
	$(LOWEST)/bin/python -m pip install -q -c $(LOWEST)/lowest.txt -e '.[dev]'
	$(LOWEST)/bin/python -m pytest -q -W default $(FAST)

clean:
	rm -rf $(VENV) $(LOWEST) demo
