# The front door; meson does the work. Each of these is the only command that a newcomer types.
.PHONY: all demo test lint bench calibrate peers fuzz reproduce install clean
CASE = examples/vladivostok-pyongyang

all:
	tools/deps test
	tools/build asan

demo:
	tools/deps demo
	tools/build demo
	build/demo/src/cli/headcount run $(CASE)

test:
	@tools/test

lint:
	tools/deps test
	tools/build asan
	tools/lint

bench:
	tools/deps test
	tools/build release
	meson test -C build/release --no-rebuild --benchmark --verbose
	bench/peers/run

calibrate:
	tools/deps test
	tools/calibrate

peers: # installs JAGS, NumPyro and Squiggle into build/peers; not part of the tests
	tools/deps test
	tools/build release
	bench/peers/run

reproduce: # two builds in two folders are one program; two minutes, not part of the tests
	tools/reproduce

fuzz:
	tools/deps test
	tools/fuzz

install:
	tools/deps demo
	tools/build demo
	meson install -C build/demo --no-rebuild

clean:
	rm -rf build/demo build/asan build/release build/fuzz
