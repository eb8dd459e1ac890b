#!/usr/bin/env bash
# After a host went off, for whatever reason: its interface, and every address a process left on it, is gone from the switch.
# usage: HOTPAIR_LAB=… unplug.sh NODE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/words.sh"
. "$here/instance.sh"
. "$here/network.sh"

unwire_node "$1"
