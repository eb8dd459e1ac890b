#!/bin/sh
. /usr/sbin/points.sh
point "before restorecon $*"
