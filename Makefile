# Every target works in a fresh clone. PORT=, FRESH=1 and LIMITS= reach `make run` as they are;
# ARGS= reaches what `make seed`, `demo`, `replay`, `bundle`, `bundle-check`, `bench`, `bench-log`, `bench-coach`, `bench-solver` and `operate` run; NAME= and BODY= are for `make job`.
PYTHON ?= $(or $(shell python3.11 -c "import sys; print(sys.executable)" 2>/dev/null),python3)
BIN := .venv/bin

.PHONY: run test check lint gates audit bundle bundle-check mistakes demo seed job replay operate openapi plan bench bench-log bench-coach bench-solver costs mutants lock clean

run: .venv/.installed
	$(BIN)/python -m tools.local

# The rules are covered by tests of the rules; counting lines would slow the others by a third.
RULES := tests/domain tests/coach
test: .venv/.installed
	$(BIN)/python -m pytest -n 2 $(RULES) --cov=shared/domain --cov-branch --cov-fail-under=100 \
	  --cov-report=term-missing:skip-covered
	$(BIN)/python -m pytest -n 2 $(addprefix --ignore=,$(RULES))

check: lint gates
	$(BIN)/mypy --strict

# Pins, and secrets that are written down; needs no network.
gates: .venv/.installed
	$(BIN)/python -m tools.gates

# What needs a network, or libraries that nothing else here needs: known holes, the infrastructure.
audit: .venv/.installed build/gates/.installed
	$(BIN)/python -m tools.gates.audit build/gates/bin

# Every bundle as production takes it: some minutes, the first time some more.
bundle-check: .venv/.installed
	$(BIN)/python -m tools.bundle_check $(ARGS)

# What somebody may do wrong, each found by its name.
mistakes: .venv/.installed
	$(BIN)/python -m pytest -vv --tb=short -p no:cacheprovider tests/mistakes tests/infra/test_mistakes.py tests/infra/test_policies.py \
	  tests/infra/test_indexes.py tests/infra/test_alerting.py tests/tools/test_cloudbuild.py

lint: .venv/.installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check

bundle: .venv/.installed
	$(BIN)/python -m tools.bundle $(ARGS)

demo: .venv/.installed
	$(BIN)/python -m tools.demo $(ARGS)

seed: .venv/.installed
	$(BIN)/python -m tools.local.attached tools.seed $(ARGS)

job: .venv/.installed
	@$(BIN)/python -m tools.local.order "$$NAME" "$$BODY"

# ARGS= is the ids of users, and --apply.
replay: .venv/.installed
	$(BIN)/python -m tools.local.attached tools.replay $(ARGS)

# ARGS= is a command and what it takes: --help.
operate: .venv/.installed
	@$(BIN)/python -m tools.local.attached tools.operate $(ARGS)

openapi: .venv/.installed
	$(BIN)/python -m tools.openapi

# What Terraform would make of an empty project, offline: ENVIRONMENT=prod, or dev.
plan: .venv/.installed
	$(BIN)/python -m tools.infra plan $(or $(ENVIRONMENT),dev)

bench: .venv/.installed
	$(BIN)/python -m bench.run $(ARGS)
	$(BIN)/python -m bench.webhook $(ARGS)
	$(BIN)/python -m bench.cold $(ARGS)

costs: .venv/.installed
	$(BIN)/python -m tools.costs

bench-log: .venv/.installed
	$(BIN)/python -m bench.replay $(ARGS)

bench-coach: .venv/.installed
	$(BIN)/python -m bench.coach $(ARGS)

bench-solver: .venv/.installed
	$(BIN)/python -m bench.solver $(ARGS)

mutants: .venv/.installed
	$(BIN)/python -m tools.mutants

# Pins what requirements*.in name, with hashes.
PIN := pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links
lock: .venv/.installed
	$(BIN)/$(PIN) -o requirements.txt requirements.in
	$(BIN)/$(PIN) --allow-unsafe -o requirements-dev.txt requirements-dev.in
	$(BIN)/$(PIN) --allow-unsafe -o requirements-gates.txt requirements-gates.in
	$(BIN)/$(PIN) -o bench/peers/requirements.txt bench/peers/requirements.in

clean:
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

build/gates/.installed: requirements-gates.txt
	$(PYTHON) -m venv build/gates
	build/gates/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-gates.txt
	touch $@

.venv/.installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("This needs Python 3.11 or newer: make PYTHON=/its/path $(MAKECMDGOALS)")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
