# shellcheck shell=bash
# What the lab says, on standard error: standard output is for answers.

say() { printf 'lab %s: %s\n' "${lab:-}" "$*" >&2; }

# fail STATUS MESSAGE (64: wrong usage, 69: something needed is not available, 1: it did not work)
fail() {
	local status=$1
	shift
	say "$*"
	exit "$status"
}
