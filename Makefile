# 密检: the commands a person types. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test lint format lock bench quality clean

help:  ## 列出这些命令
	@echo "密检可用命令："
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## 安装：虚拟环境、锁定的依赖、缺少的 Debian 软件包；命令为 .venv/bin/mijian
	@PYTHON="$(PYTHON)" deploy/setup run

setup-test:
	@PYTHON="$(PYTHON)" deploy/setup test

demo: setup  ## 安装并检查示例门户，给出报告
	@$(BIN)/mijian demo --home demo-data

test: setup-test lint  ## 安装并运行全部测试（ruff、mypy、pytest）
	@$(BIN)/pytest -q -n $(or $(JOBS),2) --dist loadgroup

lint: setup-test  ## 只做 ruff 与 mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q . && $(BIN)/mypy

format: setup-test  ## 按规则排版代码
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

lock: setup-test  ## 按 setup.cfg 重新锁定依赖（需要网络）
	@$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --extra dev \
	  --custom-compile-command "make lock" setup.cfg -o requirements.lock

bench: setup-test  ## 测量速度与内存
	@$(BIN)/python -m benchmarks

quality: setup-test  ## 测量检出与误报（示例门户答案）
	@$(BIN)/python -m benchmarks.quality

clean:  ## 删除虚拟环境、缓存和示例数据
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-data
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
