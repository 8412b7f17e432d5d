# Two commands: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
NBP := .venv/bin/nbp

.PHONY: help setup demo up states test test-long lint bench memory pictures eval check clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## put everything that is needed inside this clone
	@$(PYTHON) -m local.setup

demo: setup ## one coached session on real speech, then keep the stack running (ONCE=1: end by itself)
	@$(NBP) demo $(if $(ONCE),--once)

up: setup ## the whole stack for people; opens the page
	@$(NBP) up

states: setup ## every state of every page, to look at one by one; opens the page
	@$(NBP) states

test: ## set up and run every test: Python, frontend, database, browser
	@$(PYTHON) -m local.setup --tests
	@$(NBP) test

test-long: ## what takes long: every state of every page, recordings, outages, then every fault against the running stack
	@$(PYTHON) -m local.setup --tests
	@$(NBP) test --long

lint: ## ruff, mypy, import-linter, eslint, tsc
	@$(PYTHON) -m local.setup
	@$(NBP) lint

bench: ## how well it hears, when it takes a sentence for finished, danger, how soon the hint comes beside the peer
	@$(PYTHON) -m local.setup --bench
	@.venv/bin/python -m bench.wer
	@.venv/bin/python -m bench.endpoint
	@.venv/bin/python -m bench.second_voice
	@.venv/bin/python -m bench.safety
	@.venv/bin/python -m bench

memory: setup ## six rooms of speech for 30 minutes: does the agent's memory grow (MINUTES=30)
	@.venv/bin/python -m bench.memory --minutes $(or $(MINUTES),30)

pictures: ## record the README's pictures and animation anew from the running stack
	@$(PYTHON) -m local.setup --tests
	@$(NBP) pictures

eval: setup ## how well the coach judges, beside any model (OPENAI_BASE_URL, OPENAI_MODEL)
	@.venv/bin/python -m bench.judgement

check: setup ## read the configuration as the programs do and say what is wrong
	@$(NBP) check

clean: ## remove what setup and the stack have put inside this clone
	rm -rf .venv .local node_modules frontend_static/node_modules frontend_static/dist local/node_modules
