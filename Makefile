# Everything a contributor does, from a bare Debian 12 with a Swift 6.3 toolchain. Every step is quick once it is done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

# Checks for exclusive access to memory stay on in debug builds; without them a request costs a third less.
release := swift build -c release --scratch-path .build-release --product paddock \
	--static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked
paddock := .build-release/release/paddock
sources := Sources Tests Package.swift

.PHONY: help run test packages test-packages llama-server llama-server-openblas models test-models
.PHONY: bench bench-packages bench-tools bench-instructions gate build unit integration soak format lint check-linkage clean

help: ## Print these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages llama-server models build ## Serve models.yaml, with everything that takes.
	@exec $(paddock) serve --config models.yaml

test: test-packages llama-server test-models lint unit build check-linkage gate integration ## Run every check and test.

packages: ## Install the Debian packages that are missing.
	@scripts/install-packages

test-packages: ## Install the Debian packages that are missing, and the browser of the tests.
	@scripts/install-packages --tests

llama-server: ## Find llama-server, or build it once.
	@scripts/get-llama-server

llama-server-openblas: ## Build llama-server with OpenBLAS, for variants in models.yaml.
	@scripts/install-packages --openblas
	@scripts/get-llama-server openblas

models: ## Fetch the models of models.yaml.
	@scripts/get-models

test-models: ## Fetch the models of models.yaml, and Gemma for the tests.
	@scripts/get-models --gemma

build: ## Build the release.
	$(release)

unit: ## Run the unit tests.
	swift test

integration: ## Run the tests of the built server: make integration TESTS='test_pool.py -k evicts'
	@set -e; venv=$$(scripts/venv tests); cd tests-integration; exec $$venv/bin/pytest $(TESTS)

MINUTES ?= 10
soak: test-packages llama-server build ## Hold the server to its promises under random faults: make soak MINUTES=1 SEED=7
	@set -e; venv=$$(scripts/venv tests); cd tests-integration; \
		exec $$venv/bin/python soak.py --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

ONLY ?= a,b,c,d,e,f,g,h,i,j,k
bench: bench-packages llama-server models build bench-tools ## Measure Paddock beside others: make bench ONLY=a,b QUICK=1
	@set -e; python=$$(scripts/venv tests)/bin/python; gateway=$$(scripts/venv bench) || gateway=missing; \
		LITELLM_BIN=$${LITELLM_BIN-$$gateway/bin/litellm} exec $$python benchmarks --only $(ONLY) \
		$(if $(QUICK),--quick) $(if $(DOCS),--document)

bench-instructions: bench-packages build bench-tools ## Fail if a request takes more instructions than it did; WRITE=1 accepts.
	@set -e; exec $$(scripts/venv tests)/bin/python benchmarks/instructions.py --tools .build-bench \
		$(if $(WRITE),--write) $(if $(FUNCTIONS),--functions)

gate: test-packages build bench-tools ## Fail if a request takes many more instructions than it did.
	@set -e; exec $$(scripts/venv tests)/bin/python benchmarks/instructions.py --tools .build-bench --gate

bench-packages:
	@scripts/install-packages --bench

bench-tools: .build-bench/stub .build-bench/load

.build-bench/%: benchmarks/tools/%.c benchmarks/tools/wire.h
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -o $@ $<

format: ## Lay out the Swift sources.
	swift format format --in-place --recursive $(sources)

lint: ## Check the layout of the Swift sources.
	swift format lint --strict --recursive $(sources)

check-linkage: ## See to it that the release needs neither Foundation nor Swift's shared libraries.
	@scripts/check-linkage $(paddock)

clean: ## Remove what was built here; what was fetched stays in the cache.
	rm -rf .build .build-release .build-bench
