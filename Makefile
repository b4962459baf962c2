# Everything a person does with this repository. Each step says what it does and is skipped when already done.
# CARGO_TARGET_DIR is honoured; without it everything that is built lies in target/.

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET)

CARGO := script/cargo
SIGHTLINE := $(TARGET)/release/sightline
WASM := $(TARGET)/wasm32-unknown-unknown/wasm-release/frontend.wasm
DEMO := $(TARGET)/demo
ADDR ?= 127.0.0.1:3000

.PHONY: help run build test dev bench bench-lrs demo clean-demo setup setup-test server wasm site lint unit e2e
.NOTPARALLEL:

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: build demo ## Build, load the demo organisation if needed, serve it on http://127.0.0.1:3000
	@exec $(SIGHTLINE) serve --demo --database-url sqlite://$(DEMO)/sightline.db --addr $(ADDR)

build: setup server wasm site ## Build the release server and the files the browser loads

test: setup-test ## Run everything: lints, unit and store tests, browser tests
	@script/stage "lints" script/lint
	@script/stage "unit and store tests" script/unit
	@script/stage "release build" $(MAKE) --no-print-directory server wasm site
	@script/stage "browser tests" script/e2e
	@script/stage "requests made from the descriptions" script/schemathesis

dev: setup ## Serve the demo organisation and rebuild on every change
	@script/dev

bench: build ## Measure import, rebuild, pages and the impact engine, beside DuckDB and diff-diff; prints JSON
	@script/bench-peer
	@$(CARGO) run --locked --release -p bench

bench-lrs: server ## Measure the record store beside Ralph and bare SQLite; prints JSON
	@script/bench-ralph
	@$(CARGO) build --locked --release -p bench --bin lrs
	@$(TARGET)/release/lrs

lint: setup-test ## Format check, clippy for both faces, spelling, licences
	@script/lint

unit: setup-test ## Unit, property and store tests
	@script/unit

e2e: setup-test server wasm site ## Browser tests on the release build
	@script/e2e

demo: server ## Load the demo organisation, unless it is there already
	@test -f $(DEMO)/loaded || { rm -rf $(DEMO) && mkdir -p $(DEMO) \
		&& $(SIGHTLINE) demo --database-url sqlite://$(DEMO)/sightline.db && touch $(DEMO)/loaded; }

clean-demo: ## Forget the demo organisation; the next `make run` loads it afresh
	rm -rf $(DEMO)

setup:
	@script/setup run

setup-test:
	@script/setup test

# One call for both, so that what they share is compiled once.
server:
	@$(CARGO) build --locked --release -p server -p bundle

wasm:
	@$(CARGO) build --locked --profile wasm-release -p frontend --target wasm32-unknown-unknown

site:
	@$(TARGET)/release/bundle --wasm $(WASM) --site $(TARGET)/site --hash-file $(TARGET)/release/hash.txt \
		--wasm-opt end2end/node_modules/.bin/wasm-opt
