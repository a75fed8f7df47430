# Makefile - build, test and install mla; `make help` lists the targets
# SPDX-License-Identifier: Apache-2.0
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

VERSION = 0.1.0
O ?= build
PREFIX ?= /usr/local
DESTDIR ?=
DATADIR = $(PREFIX)/share/mla

# Debian packages, named here and nowhere else.
DEPS_BUILD = gcc libc6-dev pkg-config libsqlite3-dev libxml2-dev \
	libxslt1-dev libarchive-dev libssl-dev libsmartcols-dev libpopt-dev \
	libjansson-dev libedit-dev libmagic-dev libutf8proc-dev libcsv-dev \
	iso-codes tzdata
DEPS_DEMO = unzip coreutils openssl
DEPS_PDF = chromium weasyprint fonts-noto-core poppler-utils
DEPS_TEST = $(DEPS_DEMO) libcmocka-dev libxml2-utils clang libclang-rt-14-dev \
	valgrind libarchive-tools sqlite3 age tidy mandoc bsdextrautils bsdutils \
	python3-holidays python3-icalendar $(DEPS_PDF)
DEPS_LINT = clang-format-14 clang-format clang-tidy cppcheck shellcheck \
	universal-ctags
DEPS_OFFICE = libreoffice-writer-nogui $(DEPS_PDF)
DEPS_BENCH = $(DEPS_DEMO) xsltproc taskwarrior time zip r-base-core \
	r-cran-survival

# Layers, lower ones first; a part can be built: make LAYERS="base xml".
LAYERS ?= base xml store bundle stats res model core cmd

CC = gcc
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla \
	-Wformat=2 -Wundef -Wno-overlength-strings
WERROR ?= -Werror
OPT ?= -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
LIBS = libutf8proc libxml-2.0 libxslt sqlite3 libarchive libcrypto smartcols popt \
	jansson libedit
# Asked when the first file is compiled: `make deps` may install them first.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(LIBS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(LIBS)))$(PKG_LIBS)
DEFINES = -D_GNU_SOURCE -DMLA_VERSION='"$(VERSION)"' \
	-DMLA_DATADIR='"$(DATADIR)"'
ALL_CFLAGS = -std=c11 $(WARN) $(WERROR) $(OPT) -fPIE $(SAN_FLAGS) \
	$(DEFINES) -Imla -I$(O)/gen $(PKG_CFLAGS) -MMD -MP $(CFLAGS)
ALL_LDFLAGS = $(SAN_FLAGS) -pie -pthread $(LDFLAGS)
ALL_LIBS = $(PKG_LIBS) -lmagic -lcsv -lm

ifneq ($(SAN),)
OPT = -O1 -g -fno-omit-frame-pointer
SAN_FLAGS = -fsanitize=$(SAN) -fno-sanitize-recover=all
endif

LIB_SRC := $(sort $(foreach l,$(LAYERS),$(wildcard mla/$(l)/*.c)))
LIB_OBJ := $(LIB_SRC:%.c=$(O)/obj/%.o)
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN := $(UNIT_SRC:%.c=$(O)/%)
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_REPLAY := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=$(O)/tests/fuzz/replay_%)
FUZZ_BIN := $(FUZZ_SRC:%.c=$(O)/%)
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCH_BIN := $(BENCH_SRC:%.c=$(O)/%)
ALL_C := $(wildcard mla/*.c mla/*/*.c tests/*/*.c)
ALL_H := $(wildcard mla/*/*.h tests/*/*.h)
SCRIPTS := $(wildcard mla/tools/*.sh tests/*.sh tests/*/*.sh .ci/run)
MAN := $(wildcard mla/man/*.[15])

all: $(O)/mla ## build the program, build/mla

$(O)/mla: $(O)/obj/mla/main.o $(O)/libmla.a
	@echo LD $@
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(O)/libmla.a: $(LIB_OBJ)
	@rm -f $@
	@ar crs $@ $^

$(O)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo CC $<
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The schema files become C strings, in the order of their names.
SCHEMA_SQL := $(sort $(wildcard mla/store/schema/*/*.sql))
$(O)/gen/schema.h: mla/tools/embed.sh $(SCHEMA_SQL)
	@mkdir -p $(@D)
	sh mla/tools/embed.sh $(SCHEMA_SQL) > $@
$(filter $(O)/obj/mla/store/%,$(LIB_OBJ)): | $(O)/gen/schema.h

$(O)/tests/unit/test_%: $(O)/obj/tests/unit/test_%.o $(O)/libmla.a
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

$(O)/tests/fuzz/replay_%: $(O)/obj/tests/fuzz/fuzz_%.o \
		$(O)/obj/tests/fuzz/replay.o $(O)/libmla.a
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(O)/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(O)/libmla.a
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ \
		$(filter %.c %.a,$^) $(ALL_LIBS)

# The least that a verb can cost: it links the same libraries.
$(O)/tests/bench/floor: ALL_LIBS := -Wl,--no-as-needed $(ALL_LIBS)
$(O)/tests/bench/%: $(O)/obj/tests/bench/%.o $(O)/libmla.a
	@mkdir -p $(@D)
	@echo LD $@
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

.PRECIOUS: $(O)/obj/%.o

# --- what people run ---

demo: ## the main job on a made-up case; installs what is missing, builds
	@sh mla/tools/deps.sh $(DEPS_BUILD) $(DEPS_DEMO)
	@$(MAKE) --no-print-directory -s -j2 all
	@sh tests/demo.sh $(O)

test: ## every test; installs what is missing, builds
	@sh mla/tools/deps.sh $(DEPS_BUILD) $(DEPS_TEST)
	@$(MAKE) --no-print-directory -s -j2 all tests
	@$(MAKE) --no-print-directory -s -j2 O=$(O)/san CC=clang \
		SAN=address,undefined all tests
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) unit cli fuzz stories
	@ASAN_OPTIONS=detect_leaks=1 sh tests/check.sh $(O)/san unit cli fuzz
	@sh tests/check.sh $(O) valgrind
	@sh tests/check.sh $(O) total

tests: $(UNIT_BIN) $(FUZZ_REPLAY)

check: all tests ## all tests of the plain build, nothing installed
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) unit cli fuzz stories total
check-unit: tests ## the unit tests
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) unit total
check-cli: all ## the command-line cases
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) cli total
check-fuzz: tests ## the kept inputs of all fuzz targets
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) fuzz total
FORM_TESTS = $(addprefix $(O)/tests/unit/test_,request_schema forms rules \
	check broken render)
check-forms: $(FORM_TESTS) ## forms: schema, paths, words, rules, golden files
	@for t in $^; do $$t || exit 1; done
check-workflows: $(O)/tests/unit/test_workflows ## workflows
	@for t in $^; do $$t || exit 1; done
check-office: ## the letters for the word processor open in LibreOffice
	@sh mla/tools/deps.sh $(DEPS_OFFICE)
	@sh tests/office.sh $(O)
check-headers: ## each header compiles alone
	@for h in $(wildcard mla/*/*.h); do \
		$(CC) $(ALL_CFLAGS) -MF /dev/null -fsyntax-only -x c $$h \
		|| exit 1; done
san: ## all tests under AddressSanitizer and UBSan, by clang
	@$(MAKE) --no-print-directory O=$(O)/san CC=clang \
		SAN=address,undefined check
valgrind: all tests ## the unit tests under valgrind
	@rm -f $(O)/tally
	@sh tests/check.sh $(O) valgrind total
cover: ## line coverage of the tests, by gcov
	@$(MAKE) --no-print-directory -s -j2 O=$(O)/cover OPT="-O0 -g --coverage" \
		LDFLAGS=--coverage \
		all tests
	@sh tests/cover.sh $(O)/cover
fuzz: ## fuzz every target, FUZZ_SECONDS each (60)
	@$(MAKE) --no-print-directory -s O=$(O)/fuzz CC=clang \
		SAN=address,undefined,fuzzer-no-link fuzz-targets
	@sh tests/fuzz.sh $(O)/fuzz $${FUZZ_SECONDS:-60}
fuzz-targets: $(FUZZ_BIN)
soak: all $(O)/tests/bench/pack ## long runs: kills, large bags, a bad post
	@sh tests/kill.sh $(O) $${SOAK_KILLS:-2000}
	@sh tests/large.sh $(O)
	@$(MAKE) --no-print-directory -s $(O)/tests/unit/test_exchange
	@MLA_TEST_RUNS=$${SOAK_RUNS:-1000} $(O)/tests/unit/test_exchange
bench: ## measure, side by side with the named peer
	@sh mla/tools/deps.sh $(DEPS_BUILD) $(DEPS_BENCH)
	@$(MAKE) --no-print-directory -s -j2 all $(BENCH_BIN)
	@sh tests/bench.sh $(O)
	@sh tests/bench/exchange.sh $(O)

lint: ## layers, names in C, SQL, format, clang-tidy, cppcheck, shellcheck
	@sh mla/tools/deps.sh $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_LINT)
	@$(MAKE) --no-print-directory -s check-headers
	@sh mla/tools/lint.sh "$(ALL_C)" "$(ALL_H)" "$(SCRIPTS)"
	@sh mla/tools/analyse.sh $(O) "$(wildcard mla/*.c mla/*/*.c)" \
		$(filter-out -MMD -MP,$(ALL_CFLAGS))
format: ## write the one format
	clang-format -i $(ALL_C) $(ALL_H)
golden: all tests ## rewrite expected outputs, then show what changed
	@UPDATE_GOLDEN=1 sh tests/check.sh $(O) cli golden
	@git diff --stat -- tests

install: all ## install below DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(DATADIR) \
		$(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man5 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(O)/mla $(DESTDIR)$(PREFIX)/bin/mla
	cp -R forms xslt workflows $(DESTDIR)$(DATADIR)/
	install -m 644 $(filter %.1,$(MAN)) $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(filter %.5,$(MAN)) $(DESTDIR)$(PREFIX)/share/man/man5/
	$(O)/mla help --completion > \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/mla
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/mla \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/mla
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man1/,$(notdir $(filter %.1,$(MAN))))
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man5/,$(notdir $(filter %.5,$(MAN))))
	rm -rf $(DESTDIR)$(DATADIR)

compile_commands.json: ## for editors and clang tools
	@sh mla/tools/commands.sh "$(ALL_C)" \
		$(CC) $(filter-out -MMD -MP,$(ALL_CFLAGS)) > $@
clean: ## remove what was built
	rm -rf $(O) compile_commands.json
help: ## this list
	@sed -n 's/^\([a-z_.-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | \
		expand -t 24

-include $(LIB_OBJ:.o=.d) $(O)/obj/mla/main.d $(UNIT_SRC:%.c=$(O)/obj/%.d) \
	$(FUZZ_SRC:%.c=$(O)/obj/%.d) $(BENCH_SRC:%.c=$(O)/obj/%.d)
.PHONY: check-office all demo test tests check check-unit check-cli check-fuzz check-forms \
	check-workflows check-headers san valgrind cover fuzz fuzz-targets \
	soak bench lint format golden install uninstall clean help \
	compile_commands.json
