#!/bin/sh
# dpkg-query -W -f FORMAT NAME
. /usr/sbin/installing.sh
installed "$4" && printf installed
