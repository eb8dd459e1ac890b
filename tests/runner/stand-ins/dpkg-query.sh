#!/bin/sh
# dpkg-query -W -f FORMAT NAME
# shellcheck source=tests/runner/stand-ins/installing.sh
. /usr/sbin/installing.sh
installed "$4" && printf installed
