#!/bin/sh
# shellcheck source=tests/runner/stand-ins/points.sh
. /usr/sbin/points.sh
point "before restorecon $*"
