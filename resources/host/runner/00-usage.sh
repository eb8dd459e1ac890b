#!/bin/sh
#@HEADER@
# Runs on a node, as root, by itself: it does the steps of this bundle, confirms them or takes all of them back. It knows nothing of what
# the steps are for: what is done, in which order, and how it is taken back stands in the file "plan" beside it.
#
#   prepare   lock, then the steps of the stage "prepare"                nothing in service changes
#   commit    arm the dead man, then the steps of the stage "commit"     in service, revocable
#   hold      the pair was verified: this node will not decide alone     in service
#   confirm   disarm, keep history, unlock                               for good
#   rollback  exactly what was
#   undo      after confirm: what was before the last deployment
#   status    where this node stands
#
# Everything it decides is written to /var/lib/hotpair before it is done, so that it can be killed at any point:
# rollback takes back whatever had been begun, any number of times.
#
# This file is joined from fragments, one concern each: usage, journal, lock, dead-man, files, new-tree, steps, verbs, way-back, follow,
# by-hand, entrance.
# shellcheck shell=sh
set -u
umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset CDPATH ENV BASH_ENV

base=/var/lib/hotpair

usage() {
    sed -n 's/^# \{0,1\}//p' "$0" | sed -n '1,18p' >&2
    exit 64
}
refuse() { # before anything was done
    printf 'hotpair: %s\n' "$1" >&2
    exit "${2:-69}"
}
